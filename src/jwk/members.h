/*
 * Where each member stands in struct jwk.
 */
#ifndef JWKMINT_JWK_MEMBERS_H
#define JWKMINT_JWK_MEMBERS_H

/* RFC 7518 section 6.3. */
enum { RSA_N, RSA_E, RSA_D, RSA_P, RSA_Q, RSA_DP, RSA_DQ, RSA_QI, RSA_MEMBERS };

/* RFC 7518 section 6.2. */
enum { EC_X, EC_Y, EC_D, EC_MEMBERS };

/* RFC 8037 section 2. */
enum { OKP_X, OKP_D, OKP_MEMBERS };

/* RFC 7518 section 6.4. */
enum { OCT_K, OCT_MEMBERS };

#endif
