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
	"VR0OBBYEFCozY/AFny2rTFHRBSrLD7Yx2JDIMAoGCCqGSM49BAMCA2gAMGUCMH0+\n"                       \
	"G6bmSGwLBm2QSoCHmAe7I0L/eipFaYFF2jtX8dqt5dQKfAHP7PAR9pgAt5iseAIx\n"                       \
	"AK9RJMWE+LToMHbl176eke7tHPkekiX5Po3zieFjd8CvBUYaEv73ah6rqOBc0Vs3\n"                       \
	"9w==\n"                                                                                   \
	"-----END CERTIFICATE-----\n"

/* The RSA key of jwk_samples.h, issued by the one above. */
#define CERTIFICATE_LEAF                                                                           \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIICFjCCAZwCAhABMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcNMjYw\n"                       \
	"MjAxMDAwMDAwWhcNMjcwMjAxMDAwMDAwWjAzMQ4wDAYDVQQDDAXFnnVsZTEUMBIG\n"                       \
	"A1UECgwLT3JnLCBVbml0KzExCzAJBgNVBAYTAlRSMIIBIjANBgkqhkiG9w0BAQEF\n"                       \
	"AAOCAQ8AMIIBCgKCAQEA0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWh\n"                       \
	"M78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc/BJECPebWKRXjBZCiFV4n3\n"                       \
	"oknjhMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt7/RN5w6Cf0h4QyQ5v+65YGjQ\n"                       \
	"R0/FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n9\n"                       \
	"1CbOpbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ+G/\n"                       \
	"xBniIqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDKgwIDAQABMAoGCCqGSM49BAMC\n"                       \
	"A2gAMGUCMQDwrNpdvRvc41Iu+AkbHl1PkMGaahpC+HA+kUq09HR5/xMwgA1kG/DE\n"                       \
	"D6b3ZBUU61ACMGnhMve8ZGEpZNqmMeaAD4i1F0AH+kA2gTugj/0A4YPPO5NiR4e/\n"                       \
	"YLSOTgIDNm5ZjA==\n"                                                                       \
	"-----END CERTIFICATE-----\n"

/* openssl x509 -fingerprint */
#define CERTIFICATE_LEAF_SHA1 "93dbcac6595c78f0c63d48d229795139b8b1bd97"

/* the same as x5t#S256 */
#define CERTIFICATE_LEAF_SHA256 "55RL4vfGf3VbuemnBrxrl5kKIOvsr79abix2LNgz154"

/* and the SHA-1 as x5t */
#define CERTIFICATE_LEAF_SHA1_URL "k9vKxllcePDGPUjSKXlRObixvZc"

/* A key on secp256k1, without an end: openssl ca -enddate 99991231235959Z. */
#define CERTIFICATE_SECP256K1                                                                      \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBCzCBsgICEAIwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHS29ibGl0ejAgFw0y\n"                       \
	"NjAxMDEwMDAwMDBaGA85OTk5MTIzMTIzNTk1OVowEjEQMA4GA1UEAwwHS29ibGl0\n"                       \
	"ejBWMBAGByqGSM49AgEGBSuBBAAKA0IABAcchndzrjvk425UJ5RR+WKVWJQYp3Vh\n"                       \
	"pPCaq3X8blMq5lX3ob5Arr9gKiw25UiYbyc2T1TQt8S0KYTuF0dD2YAwCgYIKoZI\n"                       \
	"zj0EAwIDSAAwRQIhAJOzV4HDF9UewXWE3YkgC2FoGEEXuyEzpPQpbqjUt/sIAiAg\n"                       \
	"dbdPz0/uVtAbFa8ZEoxOUkwk0HPz7/k4FmuomI5rkQ==\n"                                           \
	"-----END CERTIFICATE-----\n"

/* its RFC 7638 thumbprint */
#define CERTIFICATE_SECP256K1_KID "XmlyBQPEyXBP4DW-5x7XvkomlxGPTOcor3JNau4f9x8"

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
	"nzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAqUHbaTKz/YwYn4hXDAmK8CnmpRFo\n"                       \
	"PoP57uluoKREzus3SqgyrE88KdO750NK4OBn1gq/4nDDlsrIonXFwQEnsziUVklw\n"                       \
	"vSItlLRtdbOy7ZZykwRINkWKXqwN43Bj6ftog5o2rmyvtVquWALs7Lz517YMB+Kc\n"                       \
	"TYNzwZRSzrUzOK8CAwEAATANBgkqhkiG9w0BAQsFAAOBgQCTF+0B1B82iQz/vbbt\n"                       \
	"qCiVc1UBCMFYbRiO2QxRWWnsmCZyx7O1PJ3ljeJMTND6YGg1IgyHdfcSlieFjB1g\n"                       \
	"yHEPdHZh0bJ1ltvFqn0m6WZ2qEBolNPI+bfvpXwnzGjB7lDHKhC3bs2yVUz+zAMz\n"                       \
	"wVHU4LAtWNn4HS0qn20CPFtvkQ==\n"                                                           \
	"-----END CERTIFICATE-----\n"

/* notAfter before notBefore. */
#define CERTIFICATE_BACKWARDS                                                                      \
	"-----BEGIN CERTIFICATE-----\n"                                                            \
	"MIIBEDCBtwICEAUwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJYmFja3dhcmRzMB4X\n"                       \
	"DTI3MDEwMTAwMDAwMFoXDTI2MDEwMTAwMDAwMFowFDESMBAGA1UEAwwJYmFja3dh\n"                       \
	"cmRzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526i\n"                       \
	"DZ8AiTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIzAK\n"                       \
	"BggqhkjOPQQDAgNIADBFAiEA3LX/selmwLcCms/MqoxYY39+l4K62ImvS1YApMt+\n"                       \
	"4RcCIClyAnUSyylSt7f0r+KFNskytnRr6RoL3NTDydkc0xiV\n"                                       \
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
