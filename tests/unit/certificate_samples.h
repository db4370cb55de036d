/*
 * Certificates as other tools write them.
 */
#ifndef JWKMINT_TESTS_CERTIFICATE_SAMPLES_H
#define JWKMINT_TESTS_CERTIFICATE_SAMPLES_H

/* The P-384 key of jwk_samples.h: openssl ca -selfsign. */
#define CERTIFICATE_ROOT                                                                           \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBfTCCAQOgAwIBAgICEAAwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEUm9vdDAe\n"                       \
	"Fw0yNjAxMDEwMDAwMDBaFw0zNjAxMDEwMDAwMDBaMA8xDTALBgNVBAMMBFJvb3Qw\n"                       \
	"djAQBgcqhkjOPQIBBgUrgQQAIgNiAASqh8oivosFN46xxx7zIK10bh07Younm5hZ\n"                       \
	"90HgglQqOFUC8l2/VSlsOlReOHJ2Crc2F95KliYsb12emL+Sktwp+PQdvSiaFHzp\n"                       \
	"2jETtfC4wApgsc4dfoGdekMdfJDqDl+jMjAwMA8GA1UdEwEB/wQFMAMBAf8wHQYD\n"                       \
	"VR0OBBYEFCozY/AFny2rTFHRBSrLD7Yx2JDIMAoGCCqGSM49BAMCA2gAMGUCMQCb\n"                       \
	"ciA5FCejSRrRhBg0mzViY5ol8UhMh4MItfPeZ2icfG89GemP53fwz54GqCBJCwIC\n"                       \
	"MFoypOWkix70fh6BKToy8BTqBq3NohWW3mpFF3BWLVIPOyDfUUnMZLt1ZhXfAIpT\n"                       \
	"5w==\n"                                                                                   \
	"-----END CERTIFICATE-----\n"

/* The RSA key of jwk_samples.h, issued by the one above. */
#define CERTIFICATE_LEAF                                                                           \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIICBDCCAYoCAhABMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcNMjYw\n"                       \
	"MjAxMDAwMDAwWhcNMjcwMjAxMDAwMDAwWjAhMRIwEAYDVQQKDAlPcmcsIFVuaXQx\n"                       \
	"CzAJBgNVBAYTAlRSMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0vx7\n"                       \
	"agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1R\n"                       \
	"K7aPFFxuhDR1L6tSoc/BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ/2W+5JsGY4H\n"                       \
	"c5n9yBXArwl93lqt7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2QvzqY368QQMicAtaS\n"                       \
	"qzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt+bFTW\n"                       \
	"hAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ+G/xBniIqbw0Ls1jF44+csFCur+\n"                       \
	"kEgU8awapJzKnqDKgwIDAQABMAoGCCqGSM49BAMCA2gAMGUCMQCS8dBWZ8Ink0+K\n"                       \
	"d0j2/750gGdEARw4Nbk/Pon3cFlfaCxEPYJ7yGHl8KZk7iKiwsECMF3zbFYghSSt\n"                       \
	"DN2TxAvpKL21BxLAdKDsS/G/GTJ1GVCJ13BEP0rjRmK5A4PsrNo42A==\n"                               \
	"-----END CERTIFICATE-----\n"

/* openssl x509 -fingerprint */
#define CERTIFICATE_LEAF_SHA1 "785d8a823b81186da45a28086a97b2cca886d5bb"

/* the same as x5t#S256 */
#define CERTIFICATE_LEAF_SHA256 "0zG8iTHLYiq1nvCbrZkPpD7ILvvNa9VbGGnM6_ba-YI"

/* and the SHA-1 as x5t */
#define CERTIFICATE_LEAF_SHA1_URL "eF2KgjuBGG2kWigIapeyzKiG1bs"

/* A key on secp256k1, without an end: openssl ca -enddate 99991231235959Z. */
#define CERTIFICATE_SECP256K1                                                                      \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBDDCBsgICEAIwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHS29ibGl0ejAgFw0y\n"                       \
	"NjAxMDEwMDAwMDBaGA85OTk5MTIzMTIzNTk1OVowEjEQMA4GA1UEAwwHS29ibGl0\n"                       \
	"ejBWMBAGByqGSM49AgEGBSuBBAAKA0IABCQx4PLBJ2KlM+dXHi0zqAWE6PdiAcqe\n"                       \
	"b5I1ub/I3vsXtOiiqyM5eHCgmBi0rUH162rfu4t3uVUR6fIOU8D7gtcwCgYIKoZI\n"                       \
	"zj0EAwIDSQAwRgIhAPMegZtoULMfGMQQoinU8Q76Smjbk1lt21ccbEoH67M3AiEA\n"                       \
	"5o3bTLNebUAC4720fut5Elfu+842CreFQIJWCTNzd/w=\n"                                           \
	"-----END CERTIFICATE-----\n"

/* its RFC 7638 thumbprint */
#define CERTIFICATE_SECP256K1_KID "oJOMpBbGDUkQ11rFFx_V4ZfprN30O9yhnYVNOH-J-so"

/* The Ed25519 key of jwk_samples.h, with an empty subject. */
#define CERTIFICATE_NO_SUBJECT                                                                     \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIGnMFsCAhADMAUGAytlcDAAMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAw\n"                       \
	"MFowADAqMAUGAytlcAMhANdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n"                       \
	"MAUGAytlcANBAJAtXH50183lroWk9sRw3SeWz3G3jAsATwSHn+1VY2icNK2qIC9S\n"                       \
	"9qtYdZ/khiLi3P0nbyAiNaHWn9SDS1EKWQ0=\n"                                                   \
	"-----END CERTIFICATE-----\n"

/* An RSA key of 1024 bits. */
#define CERTIFICATE_1024                                                                           \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBjzCB+QICEAQwDQYJKoZIhvcNAQELBQAwEDEOMAwGA1UEAwwFc2hvcnQwHhcN\n"                       \
	"MjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAQMQ4wDAYDVQQDDAVzaG9ydDCB\n"                       \
	"nzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA1/mmHVwzTIy3lyme0FKWL2JlaUr4\n"                       \
	"SJNsXjlqFoba5gxiIOHydljj3cN7cULx7RvqF+MABp2b0vklfvsIPwKxLS3aqbfQ\n"                       \
	"9907VwNmuZhaGy3B80K2KsHGGw+TowiOqM+VqepAH7wAwSEliIb5xS8n4FIUrjyZ\n"                       \
	"8FHbFeoqB5vAZ4UCAwEAATANBgkqhkiG9w0BAQsFAAOBgQCB0bYyQTjPmEPJgZnO\n"                       \
	"sB5/Gs1ykC5lcRnMZrGJizW7gG1M1f22EnfGEbRnfulNC7vrPZ+dvhgQpaPRds1o\n"                       \
	"w3QpbFohu9hAYeId4u4AbhtgL7HLEwzhvXBnX6GOrPd830C56Du9FHgkjjrSdFnY\n"                       \
	"9Ck6Z6+9VTWAU4QeXUDt0YbdfQ==\n"                                                           \
	"-----END CERTIFICATE-----\n"

/* notAfter before notBefore. */
#define CERTIFICATE_BACKWARDS                                                                      \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBETCBtwICEAUwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJYmFja3dhcmRzMB4X\n"                       \
	"DTI3MDEwMTAwMDAwMFoXDTI2MDEwMTAwMDAwMFowFDESMBAGA1UEAwwJYmFja3dh\n"                       \
	"cmRzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526i\n"                       \
	"DZ8AiTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIzAK\n"                       \
	"BggqhkjOPQQDAgNJADBGAiEA+QHQGYjTcCb+qVBAJIlGdxWQIdVBDiJPhB8m+Hsi\n"                       \
	"ZiACIQD+R10BxQAnf8cqp33SaX7S5oy+nQQSKh/l4HOslCfQqA==\n"                                   \
	"-----END CERTIFICATE-----\n"

/* RFC 7517 appendix B: its certificate and its modulus. */
#define RFC7517_B_X5C                                                                              \
	"MIIDQjCCAiqgAwIBAgIGATz/FuLiMA0GCSqGSIb3DQEBBQUAMGIxCzAJBgNVBAYTAlVTMQswCQYD"             \
	"VQQIEwJDTzEPMA0GA1UEBxMGRGVudmVyMRwwGgYDVQQKExNQaW5nIElkZW50aXR5IENvcnAuMRcw"             \
	"FQYDVQQDEw5CcmlhbiBDYW1wYmVsbDAeFw0xMzAyMjEyMzI5MTVaFw0xODA4MTQyMjI5MTVaMGIx"             \
	"CzAJBgNVBAYTAlVTMQswCQYDVQQIEwJDTzEPMA0GA1UEBxMGRGVudmVyMRwwGgYDVQQKExNQaW5n"             \
	"IElkZW50aXR5IENvcnAuMRcwFQYDVQQDEw5CcmlhbiBDYW1wYmVsbDCCASIwDQYJKoZIhvcNAQEB"             \
	"BQADggEPADCCAQoCggEBAL64zn8/QnHYMeZ0LncoXaEde1fiLm1jHjmQsF/449IYALM9if6amFtP"             \
	"Dy2yvz3YlRij66s5gyLCyO7ANuVRJx1NbgizcAblIgjtdf/u3WG7K+IiZhtELto/A7Fck9Ws6SQv"             \
	"zRvOE8uSirYbgmj6He4iO8NCyvaK0jIQRMMGQwsU1quGmFgHIXPLfnpnfajr1rVTAwtgV5LEZ4Ie"             \
	"l+W1GC8ugMhyr4/p1MtcIM42EA8BzE6ZQqC7VPqPvEjZ2dbZkaBhPbiZAS3YeYBRDWm1p1OZtWam"             \
	"T3cEvqqPpnjL1XyW+oyVVkaZdklLQp2Btgt9qr21m42f4wTw+Xrp6rCKNb0CAwEAATANBgkqhkiG"             \
	"9w0BAQUFAAOCAQEAh8zGlfSlcI0o3rYDPBB07aXNswb4ECNIKG0CETTUxmXl9KUL+9gGlqCz5iWL"             \
	"OgWsnrcKcY0vXPG9J1r9AqBNTqNgHq2G03X09266X5CpOe1zFo+Owb1zxtp3PehFdfQJ610CDLEa"             \
	"S9V9Rqp17hCyybEpOGVwe8fnk+fbEL2Bo3UPGrpsHzUoaGpDftmWssZkhpBJKVMJyf/RuP2SmmaI"             \
	"zmnw9JiSlYhzo4tpzd5rFXhjRbg4zW9C+2qok+2+qDM1iJ684gPHMIY8aLWrdgQTxkumGmTqgawR"             \
	"+N5MDtdPTEQ0XfIBc2cJEUyMTY5MPvACWpkA6SdS4xSvdXK3IVfOWA=="
#define RFC7517_B_N                                                                                \
	"vrjOfz9Ccdgx5nQudyhdoR17V-IubWMeOZCwX_jj0hgAsz2J_pqYW08PLbK_PdiVGKPrqzmDIsLI"             \
	"7sA25VEnHU1uCLNwBuUiCO11_-7dYbsr4iJmG0Qu2j8DsVyT1azpJC_NG84Ty5KKthuCaPod7iI7"             \
	"w0LK9orSMhBEwwZDCxTWq4aYWAchc8t-emd9qOvWtVMDC2BXksRngh6X5bUYLy6AyHKvj-nUy1wg"             \
	"zjYQDwHMTplCoLtU-o-8SNnZ1tmRoGE9uJkBLdh5gFENabWnU5m1ZqZPdwS-qo-meMvVfJb6jJVW"             \
	"Rpl2SUtCnYG2C32qvbWbjZ_jBPD5eunqsIo1vQ"

#endif
