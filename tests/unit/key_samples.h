/*
 * Keys as other tools write them.
 */
#ifndef JWKMINT_TESTS_KEY_SAMPLES_H
#define JWKMINT_TESTS_KEY_SAMPLES_H

/* The RSA key of jwk_samples.h, as are the next: openssl pkey. */
#define RSA_PKCS8                                                                                  \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDS/HtqCh5sZxBK\n"                       \
	"64+Isldmm032ed2tCZtcSmzZqIAVtaEzvwuFbHhxtt8AC1VPzrPC7VErto8UXG6E\n"                       \
	"NHUvq1Khz8EkQI95tYpFeMFkKIVXifeiSeOEyy2fri1n/Zb7kmwZjgdzmf3IFcCv\n"                       \
	"CX3eWq3v9E3nDoJ/SHhDJDm/7rlgaNBHT8UNbZC/OpjfrxBAyJwC1pKrOzwolmCd\n"                       \
	"hv1zt3TOB0BkfO7qoxC9EvmFqOufWf3UJs6lshIPTyo0vKt2S35sVNaEAji8xAWH\n"                       \
	"pZ5m7R8ziUV3Y1xHCvdc+Swg0dpD4b/EGeIipvDQuzWMXjj5ywUK6v6QSBTxrBqk\n"                       \
	"nMqeoMqDAgMBAAECggEAX4cTteJY/gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoV\n"                       \
	"H+HLLKD9M7dx5oo7GURknchnrRweUkC7hT5fJLM0WbFAKNLWY2vv7B6NqXSzUvxT\n"                       \
	"0/YSfqijwp3RTzlBaCxWp4doFk5N2o8Gy/nHNKroADIkJ46pRUohsXywbReAdYaM\n"                       \
	"wFs9tv8d/cPVY3i07a3t8MN6TNwm0dSawm9v47UiCl3Sk5ZiG7xojPLu4sbg1U2j\n"                       \
	"x4IBTNBznbJSzFHK66jT8bgkuqsk0GjskDJk19Z4qwjwbsnn4j2WBii3RL+Us2lG\n"                       \
	"VkY8fkFzme1z0HbIkfz0Y6mqnOYtqc0X4jfcKoAC8QKBgQDzeL7si8wZegxcKyS/\n"                       \
	"vdMqvzrfsWI7tnbvO/yiPqltZRDIs9AFDG09WfAPbRH7rR5MOYPa6Ocy3k+ioyub\n"                       \
	"xF+Y2FVYO2OMyYIyM6lJeJwUePtc65UhhDKpVaVYSHp03foZVliT3c3wFz29jjXH\n"                       \
	"LwH1HPM4ZVDNe80S+fs7SdVt+wKBgQDd185H1y5ir7RL6aQUvOAi2AwR8XMHareF\n"                       \
	"Z6Ey4bSgK6qdve+hsvK6aqNVlA7V0it3CBOcJ2ljMFw59bmvfvQAVeOJZ+380YSK\n"                       \
	"i+ieLOEqmj1VVLvxPMWDGQh2t5xF7Oxn7WRh3+zWoNvG2QMSB8AhMAb0tScAO6fi\n"                       \
	"8hxvrJ6XGQKBgBuLD15HOmGvcvKCVvfyC4+MbqabtJc4vx+1U5EvMY+UnV93KBNK\n"                       \
	"IpmMMSItnpkwLntFDmuXaYBRsgSeHPLUNlReNNl0boCg0z/GpGIRaObQAO+0HvzZ\n"                       \
	"rbmGXNwt5tyNuBthr0ebEg8VMgDds6vC35/RFJrOq2Nzm/GHoipE4gY9AoGBALPZ\n"                       \
	"QB/X4IAbKBUfDmnNkfxNoMNvNq09pBjgIbyJZRExNXn6wOoblFLzHwXDKZ/Janlu\n"                       \
	"r8852GOUkkBe6THQv2oCN5xvCG6dQVG9CVIq2kTalHy4XEG/3fRheA4e3u+Fm0bK\n"                       \
	"G0aJ7o02DdcQmj+kzutY71q1/i9fLcV8OPeEP3IJAoGAGyM/p6JrXySiz1toFgKb\n"                       \
	"WV+JdI3jQ4ypu9rbMWx3rQJBfmt0FoYzgUIZEVFEcOqwemRN81zoDAaa+Bk0KWNG\n"                       \
	"DjJHZDdDmFhW3AN7lI+puxk/mHZGJ11rxyR8O55XLSe3SPmRfKwZI6yU24ZxvQKF\n"                       \
	"YItdldUKGzO6Ia6zTKhAVRU=\n"                                                               \
	"-----END PRIVATE KEY-----\n"

/* openssl rsa -traditional */
#define RSA_PKCS1                                                                                  \
	"-----BEGIN RSA PRIVATE KEY-----\n"                                                        \
	"MIIEowIBAAKCAQEA0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78L\n"                       \
	"hWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc/BJECPebWKRXjBZCiFV4n3oknj\n"                       \
	"hMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt7/RN5w6Cf0h4QyQ5v+65YGjQR0/F\n"                       \
	"DW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO\n"                       \
	"pbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ+G/xBni\n"                       \
	"Iqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDKgwIDAQABAoIBAF+HE7XiWP4J+BWD\n"                       \
	"7FwfK3V4seb8LINRSzeRNxGhukSaFR/hyyyg/TO3ceaKOxlEZJ3IZ60cHlJAu4U+\n"                       \
	"XySzNFmxQCjS1mNr7+wejal0s1L8U9P2En6oo8Kd0U85QWgsVqeHaBZOTdqPBsv5\n"                       \
	"xzSq6AAyJCeOqUVKIbF8sG0XgHWGjMBbPbb/Hf3D1WN4tO2t7fDDekzcJtHUmsJv\n"                       \
	"b+O1Igpd0pOWYhu8aIzy7uLG4NVNo8eCAUzQc52yUsxRyuuo0/G4JLqrJNBo7JAy\n"                       \
	"ZNfWeKsI8G7J5+I9lgYot0S/lLNpRlZGPH5Bc5ntc9B2yJH89GOpqpzmLanNF+I3\n"                       \
	"3CqAAvECgYEA83i+7IvMGXoMXCskv73TKr8637FiO7Z27zv8oj6pbWUQyLPQBQxt\n"                       \
	"PVnwD20R+60eTDmD2ujnMt5PoqMrm8RfmNhVWDtjjMmCMjOpSXicFHj7XOuVIYQy\n"                       \
	"qVWlWEh6dN36GVZYk93N8Bc9vY41xy8B9RzzOGVQzXvNEvn7O0nVbfsCgYEA3dfO\n"                       \
	"R9cuYq+0S+mkFLzgItgMEfFzB2q3hWehMuG0oCuqnb3vobLyumqjVZQO1dIrdwgT\n"                       \
	"nCdpYzBcOfW5r370AFXjiWft/NGEiovonizhKpo9VVS78TzFgxkIdrecRezsZ+1k\n"                       \
	"Yd/s1qDbxtkDEgfAITAG9LUnADun4vIcb6yelxkCgYAbiw9eRzphr3Lyglb38guP\n"                       \
	"jG6mm7SXOL8ftVORLzGPlJ1fdygTSiKZjDEiLZ6ZMC57RQ5rl2mAUbIEnhzy1DZU\n"                       \
	"XjTZdG6AoNM/xqRiEWjm0ADvtB782a25hlzcLebcjbgbYa9HmxIPFTIA3bOrwt+f\n"                       \
	"0RSazqtjc5vxh6IqROIGPQKBgQCz2UAf1+CAGygVHw5pzZH8TaDDbzatPaQY4CG8\n"                       \
	"iWURMTV5+sDqG5RS8x8FwymfyWp5bq/POdhjlJJAXukx0L9qAjecbwhunUFRvQlS\n"                       \
	"KtpE2pR8uFxBv930YXgOHt7vhZtGyhtGie6NNg3XEJo/pM7rWO9atf4vXy3FfDj3\n"                       \
	"hD9yCQKBgBsjP6eia18kos9baBYCm1lfiXSN40OMqbva2zFsd60CQX5rdBaGM4FC\n"                       \
	"GRFRRHDqsHpkTfNc6AwGmvgZNCljRg4yR2Q3Q5hYVtwDe5SPqbsZP5h2Ridda8ck\n"                       \
	"fDueVy0nt0j5kXysGSOslNuGcb0ChWCLXZXVChszuiGus0yoQFUV\n"                                   \
	"-----END RSA PRIVATE KEY-----\n"

/* openssl rsa -RSAPublicKey_out */
#define RSA_PKCS1_PUBLIC                                                                           \
	"-----BEGIN RSA PUBLIC KEY-----\n"                                                         \
	"MIIBCgKCAQEA0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4\n"                       \
	"cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc/BJECPebWKRXjBZCiFV4n3oknjhMst\n"                       \
	"n64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2Q\n"                       \
	"vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbIS\n"                       \
	"D08qNLyrdkt+bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ+G/xBniIqbw\n"                       \
	"0Ls1jF44+csFCur+kEgU8awapJzKnqDKgwIDAQAB\n"                                               \
	"-----END RSA PUBLIC KEY-----\n"

/* openssl pkey -pubout */
#define RSA_SPKI                                                                                   \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0vx7agoebGcQSuuPiLJX\n"                       \
	"ZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tS\n"                       \
	"oc/BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt\n"                       \
	"7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0\n"                       \
	"zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0f\n"                       \
	"M4lFd2NcRwr3XPksINHaQ+G/xBniIqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDK\n"                       \
	"gwIDAQAB\n"                                                                               \
	"-----END PUBLIC KEY-----\n"

/* openssl pkcs8 -topk8 */
#define RSA_ENCRYPTED_PKCS8                                                                        \
	"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"                                                  \
	"MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIBaRXpetjy9ACAggA\n"                       \
	"MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDu62Yjeyco90zZiHSYk7fdBIIE\n"                       \
	"0LXXWhUUawEKTkGzMBKFYYG7OcTWN4Z2jfaGrtJRNDSwbponl+zQ5nRalq4nH2+d\n"                       \
	"KFjBhvxpJdaN9IZA0zoHmEB3+UMuJtG0KS/IxQQV0ydpUM6Ut2+6lTXIHYmUYdAM\n"                       \
	"a5NMMC2BhQ4b4W6U2rN+6tedvo7TxEzZfeS0YKhq1M9QAwEmsmDujeWL/nyrm1wX\n"                       \
	"VlCI8RM/vXpSP27CFQa+k1Y0TtEujaS4F6m2ltI0B0N7+S6GpG8AquLWL0UDSlTF\n"                       \
	"7K8S6iLk4G3VLlaiOW+5kEgngtZZ2D2puix8BOxcFzG94C25jF6Bhh88hwIz377i\n"                       \
	"6VGfvN6L/0czgLFwgEdLMttRYsyhKW1EcL3uBwi19VCp8sCEgAn/zT9VbIBFbrcK\n"                       \
	"4o/Npt09lsgwo8uqtUsi95nM5lMg5Naxjpgd+VQ7K+l3st5cRsos/Bx/S91B53Vo\n"                       \
	"2hyr+kJ67hhjrB1IhSDtZ+JoCBlC3gGlSOTUlp8njOZREh1cVAzOEQ8i7FIwvZBW\n"                       \
	"1eiLy3ipIfULOrIC2AHwqM20nSqKaDj9B+34Uxpm/bLfUoAYIOItpze8em4qAwtZ\n"                       \
	"zozqBwjUiPEcGKuMtR7/0YDAveTLKExbznBj6n/WsaTCwgaeaXfhqpKxZMQTvKhr\n"                       \
	"Z2Rj3n9z60jg7OLy0FVil4zGGDi8RQJbae7HXCCY3HKGqmJmvl+A/tsOCqAmN32q\n"                       \
	"8t5y/Tw1b3mS8JJYrpBZHMKVi6DrXm7/hbIHFlRoX37hZY2GfGmXmbMS2SMaCOfX\n"                       \
	"TeMT4PaKq1YfYgAPMlUvO76LgMX8NrbhmbtD8hqUduB92pY5/fIw4TqrYNTlMGEg\n"                       \
	"rt7/1FK1VrOMVtVSEpFIvyPmPCwICDyGLDMxPvD/VJE6jdnRA90dQIidxVWf+oTi\n"                       \
	"3WIofM8HMmmHpxS7kd6Oy9s2kPo7PIKaIhT7OMElI/dxDl81bU+mA39NtAxXTFy/\n"                       \
	"ilcV1pw4PUc657j05pH2BbObFQbDDamleo/YYL1UxoinVkNHtDCReLi1kyJEaIIS\n"                       \
	"COEjOVK1WI42MbqhgpIF5LMccoXMko7tsgiwWMaIuteZib5xkOpAlbOANmLAXcH4\n"                       \
	"4ZfaQiJCxKWu3mO5gnO+fAaGratnLEfaYJDpHzMO1Olaz+ennCQj7g50ewk/+i5n\n"                       \
	"gtj3k4BsV8eoOIoEVDU3o3j5r6kpG4F4IF6X7vYM1l6mVsuWEo39X4BQhdYrE/kd\n"                       \
	"RAjMXco7tMjO2QoQWcIBXGloIbI8PD3mDwtimjLHSH7awnwD8arGRtTnHQkUjmaH\n"                       \
	"pmrraqSvxTOTL8lU/duJdPxE66UHcmToYLNdjuMrWRR0wFeCXsYTnQvjQzvL/Pom\n"                       \
	"o9AskCS9UMnUnQaW9Hw4asEXOAYLzyZaUwWjo2Cll+qEJLF1bLmq91OCe43xgQz6\n"                       \
	"lvYgQXGrvSkwQR9Eo7k0g73VuWbq8g8HJn/fHrHjPPBen/3UMAKD3aIcRpc6EvL0\n"                       \
	"YBl2Rrir0l7+A2I3XVwHkPyKaOvZw0oHlqdK+WNf+womrzxaKpyMAxef2UWYyVF9\n"                       \
	"xEV38wDQqQIv+YcHFDZVUO1K0lSkVipfTcYud3Wd9iCjVLh4+BEFtq6vd8kSVDkT\n"                       \
	"tO8CNtWH1JfLoRVzAmMxAV5oxBiWPF8eTDOdSxO5bsBw\n"                                           \
	"-----END ENCRYPTED PRIVATE KEY-----\n"

/* openssl rsa -traditional -aes128 */
#define RSA_ENCRYPTED_PKCS1                                                                        \
	"-----BEGIN RSA PRIVATE KEY-----\n"                                                        \
	"Proc-Type: 4,ENCRYPTED\n"                                                                 \
	"DEK-Info: AES-128-CBC,3D3DD881FE4AC47AE0AAE8F2A81F5293\n"                                 \
	"\n"                                                                                       \
	"cNq7YDom83/vVFuQYXFrL4L1LalY2DwUr0KaQKOqpn7P8WQ4e+pZV0t9qY+IWyQK\n"                       \
	"TgxH3BB/QGHZsHIHZUgPrEY2ZBqsTLIZnqc+xl/ae0j7LQDlSjE67/4C8oCb6pK0\n"                       \
	"BueABJozU0sR1Jt086/jwgSlTZomAMmF/uiDnJIDi8e5wCrlMVmsPRmEA4XCuZxH\n"                       \
	"GqaWiETZsRp9f0iCjHPTGfTITW5OLjvWUbQpzKysR2IuiM8k1S7EXlwA0VrFGTE2\n"                       \
	"d8FWXKH2ToaCXqdjwkLlHMN3K73AJvzHX/eMEVBWvy/r2QMaVR5XUT9NYU8/VRxn\n"                       \
	"18k5YUUW3oFq8YCjbviQVqFWmiDPZzEvG4AzVX3lqkxQUiIWKUcMf6cJuoHU9J6p\n"                       \
	"rv9WPApOklpFU3bYzeFZyrG/ua0/XwrTI2NqwMWMCiOzntfU9aifHXkTrYXPvt0m\n"                       \
	"Up3Qnk1hXCUMN8s1S4FO9SSH1ldzQpRLBaQJnHURL/kvKflJ67J1dmL0ar+cQjZy\n"                       \
	"h+Hhf/uN6eFz2Oqhb5risepytc35jlwSrmZm6HE4gYgjTiNIeEAMcBm6vSQRt/T9\n"                       \
	"YoTRVDKyM4i0E07P63OKfRS5tSCGdNmmZsulV/xXGIfIhcfkrcOKMLYkE+KXt9jx\n"                       \
	"LsS0oD7xLVvXoJdtEGwL8O1GmZO5JRBrPJTSi0fyI2iTkBsmWxLT7UzUy5fWNMTo\n"                       \
	"t+kx2zz7NI1mHml1/34q70g7BdSi8PRo/pFmWiMsHmo5CfwUY/tGBQ3zLcxYlBLM\n"                       \
	"nrrYd0ieACLhlLih2nBjsNIo5LdrKCrv2mi2ajgUOuuqMLxi6YsKIYX9h59hdNOW\n"                       \
	"umKvd3GsJxzUh5/y8pvgM+mXJVb2RNoaLfvAPAOKk6mVLz4zXpvG2G+tn0hrzF9h\n"                       \
	"pR5PRv59gRqvv3x8Qa/wWZ7+wu1cMINjaHwqVzbUY4JQHHPjUUX2i9Jy5ZC9Tjn7\n"                       \
	"fV2I/D2hnAm0eMmFeNJ1oIV1K27ATd+NhXEz2KT3u7mE/CbHqqqy/Aq08kxBdoWW\n"                       \
	"afHuauXp6WaBLjt5Uz/F6K2qraEkAT9jv/iVfunCU8UOxDpRBDmqUVeSxJv4Ct37\n"                       \
	"QGb+aTDGW7io453FeCJRCSirWkVjrcj23+16/agyrV+qmIxFkbINVa+KOoFz54nt\n"                       \
	"JNk6gAfsq1iIVdah2x46OE1Jhv7DhXkpwbd6HqToSU7nyhGYEsAQSQVoGVg8ZiMt\n"                       \
	"dyrWdO2JtUdLEtKZ/tsawGie+OE7hUSWZrCaHfbLFv2KpM6FJLqKj+yLJcLDLr6+\n"                       \
	"7loAd9JRgJBcdZWrfSwpzf2ukLk2kBqIBOI0mTBBQ/J4rihWz8w4RG3cZZ0ROqoX\n"                       \
	"rf5J7kxZS4uvbHXBLV0e08oZQ5t6WKEVIMrulbUN/0HaKhfpt4NWZnD7xmXF2AKb\n"                       \
	"Rw+AGhOCTPvRjbYf/GVbMBwYLhu3b1Mf6lbMLxuCH9Fd8ISa9U7WltmyJyHgAX1f\n"                       \
	"2j6YscS9INgmImsZZC2O9gYINOUGKmxwmv0iPPKI1NU3yoyFwqEDlGi28dMZA0Nk\n"                       \
	"zWdmgpaSUmorcdVA/A/OAb3FrGDw/LQ4z3dfsfgAxMJwP1V1NqToYcmLGUoUiZ+X\n"                       \
	"-----END RSA PRIVATE KEY-----\n"

/* The P-256 key of jwk_samples.h: openssl ec, behind openssl ecparam -name prime256v1. */
#define P256_SEC1                                                                                  \
	"-----BEGIN EC PARAMETERS-----\n"                                                          \
	"BggqhkjOPQMBBw==\n"                                                                       \
	"-----END EC PARAMETERS-----\n"                                                            \
	"-----BEGIN EC PRIVATE KEY-----\n"                                                         \
	"MHcCAQEEIPO9DAeoH7kyeB7VJ1L2DMiaa+XlGTT+AZON21XY93gBoAoGCCqGSM49\n"                       \
	"AwEHoUQDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D7gS2XpJFbZ\n"                       \
	"iItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n"                                                   \
	"-----END EC PRIVATE KEY-----\n"

/* openssl ec -param_enc explicit */
#define P256_EXPLICIT                                                                              \
	"-----BEGIN EC PRIVATE KEY-----\n"                                                         \
	"MIIBaAIBAQQg870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAGggfowgfcC\n"                       \
	"AQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////\n"                       \
	"MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57Pr\n"                       \
	"vVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE\n"                       \
	"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54W\n"                       \
	"K84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8\n"                       \
	"YyVRAgEBoUQDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D7gS2Xp\n"                       \
	"JFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n"                                               \
	"-----END EC PRIVATE KEY-----\n"

/* openssl ec -pubout -conv_form compressed */
#define P256_COMPRESSED                                                                            \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADMKBCTNIcKUSDii11ySs3526iDZ8A\n"                       \
	"iTo7Tu6KPAqv7D4=\n"                                                                       \
	"-----END PUBLIC KEY-----\n"

/* RFC 8410 section 10.3: version 1, with an attribute and the public key. */
#define RFC8410_V1                                                                                 \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"                       \
	"oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"                       \
	"Z9w7lshQhqowtrbLDFw4rXAxZuE=\n"                                                           \
	"-----END PRIVATE KEY-----\n"

/* openssl genpkey -algorithm RSA-PSS, public half */
#define RSA_PSS                                                                                    \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAJUXqL8Q3irJR6xwUt4z1L+1\n"                       \
	"h96gUJBjApEWItf3tjkhgruSbN7OB+YrZy2t/a+BrpbTtLDYe3GxX9q9knLaOjpG\n"                       \
	"6mOX8eMSNu7dBUFgsgy5FdsPqZ5d9xT4UHDLGypPltYgXc7yYzdsgU1ReXrQcbXT\n"                       \
	"f7Q5XmEvvpLGvAqp6KznaGcyfkaVs+vGGjn5+GU/v/EPL2qG6DH+SRpdr8P22UPw\n"                       \
	"4QYvOYgm4m0Weygn7/toqJeJtqdkj1WJLQ4ZEUk8tp1vx1UMhdf6lGhTrUP6l4MQ\n"                       \
	"pWPaPNBhek/ANSl+7zLyLFehuHGpJ9zSxVfDI6HucQGKqxxdNJI0vX8kyfQcHA8C\n"                       \
	"AwEAAQ==\n"                                                                               \
	"-----END PUBLIC KEY-----\n"

/* openssl genpkey -algorithm DSA, public half */
#define DSA_PUBLIC                                                                                 \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIIBvzCCATMGByqGSM44BAEwggEmAoGBAMeV2YKwxdwXFpdubhzmL2IuXfhk3io1\n"                       \
	"Ys+Qjc+qzp3mFiBrlTvYANd/IrWCRJTPt5DE+aqbJB+KP1KzELLzmahPx8aAQBLD\n"                       \
	"bJ7YxKbaX+JrAbCuiUgrMYWz10EsKjHENcB5zs1bFngogWezU7/WrdbNyH3AN4kf\n"                       \
	"QiGW4EpLKNzLAh0AxpmMUvFKwRN3Csu9OMWqwiZT79HXIWpufve2zQKBgEbhX5Qo\n"                       \
	"UC71zs3qgFRFEOHjFkdoV1Vow8/MEizVXltsoiEGanT7lqjlkT47r7NActjzczkw\n"                       \
	"XFkBfvqV7Sn8FgMg9AXVd0mZzISmFhWPmDjTKjzN56eoTMKxpssa8HLrpuu+Ip48\n"                       \
	"GE5tQXkjQsNhg83RqSQlcSSL+6hCGPEl2A/qA4GFAAKBgQC07/kMIqKeBPJfWr0w\n"                       \
	"o+DWmjwDfSHo0WGzta4ky6It7lMVWfSccadDd3fmxpW/fWLhhZoAUAHvhUq1Q229\n"                       \
	"EWafbV1vsiXhLAr/2zUkcUPIh2jc/QY9iL+IoH/XVjHW3WGX6CpkD4/k2v4MUCh4\n"                       \
	"WboDyPK4fB8jdZiNAKkWmE1IYQ==\n"                                                           \
	"-----END PUBLIC KEY-----\n"

/* openssl genpkey, brainpoolP256r1 */
#define BRAINPOOL                                                                                  \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MIGIAgEAMBQGByqGSM49AgEGCSskAwMCCAEBBwRtMGsCAQEEIAY9VYl8/TglJAe7\n"                       \
	"XH3kNo0ViYi1dH4yYjssQ9q9OwrGoUQDQgAEDvDX46btNLfqo2k84xxMwiE+Ak7O\n"                       \
	"XOWfsOEOzZLxSWQ8+SoSUvd/DU/gcfMAqXZ2vh7BhH3FgPUNjcNiW2WIlg==\n"                           \
	"-----END PRIVATE KEY-----\n"

/* openssl genpkey, 1024 bits, public half */
#define RSA_1024                                                                                   \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCpQdtpMrP9jBifiFcMCYrwKeal\n"                       \
	"EWg+g/nu6W6gpETO6zdKqDKsTzwp07vnQ0rg4GfWCr/icMOWysiidcXBASezOJRW\n"                       \
	"SXC9Ii2UtG11s7LtlnKTBEg2RYperA3jcGPp+2iDmjaubK+1Wq5YAuzsvPnXtgwH\n"                       \
	"4pxNg3PBlFLOtTM4rwIDAQAB\n"                                                               \
	"-----END PUBLIC KEY-----\n"

/* certtool --generate-privkey --key-type ed448 */
#define CERTTOOL_ED448                                                                             \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MEcCAQAwBQYDK2VxBDsEOQkqE6dbCmYaJUCVzcrgqC+amCJeWUD86nYEqpCNQJ50\n"                       \
	"Dle3PYZ4qRq8mKEfING2Hbr+CdKMKFtaaw==\n"                                                   \
	"-----END PRIVATE KEY-----\n"

/* its RFC 7638 thumbprint */
#define CERTTOOL_ED448_KID "XJxBkLRiFhEUrl7hxxBWWBSaqIDSdn2QcIb7ovJ6WiE"

#endif
