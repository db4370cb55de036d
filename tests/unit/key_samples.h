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
	"MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQILtcXCoPm5YICAggA\n"                       \
	"MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBA8AcBL/87lQC7nsH6y5Ml7BIIE\n"                       \
	"0OwJnPW3ce0xsY0N5b4cmd54AFTCajzjcFVolulJ9wbBxxz8zFJqiBbNSqtwAeJY\n"                       \
	"KrDgFcCH5i2BYb7WANfobFMXJXDZ8jPNIzbdcu4bcMFYr1rgbUK1d4WklaaYr+DW\n"                       \
	"wR58wXk1u8HTD11mH7dqzwVDSmsbBVNBoB2Jt/FfV5GXTy0OCp0UfAN1LawNSAC4\n"                       \
	"miXiUQIxPttzuvCyxRHhOz+kAmNP0Z9lMVX8+IYQoQS47eSXR4gBiHlgawx80VFC\n"                       \
	"A4ixl1pLG1H+yDadVyz1EF44YCDl0NSex4Vdvn5StcUmIKuyE9kMEI1F+uo0efBq\n"                       \
	"dbYmySdnb4yH0NJSfO0XtIcoWw39M1aEFCG8EGWegupDPDGTMHLpfstQhURtFmDG\n"                       \
	"2diA/Qm4DKmCHRADzVBP95Cn82dXewwe+lQVutl4pBc7ucqg6A4wREmC1wUJNE4G\n"                       \
	"P7L0lbhS5pi/iU0ArIAiWbkxJdQbgxGoOxLmbI+8xRbjtxQbWadKEJ9/vLFtq889\n"                       \
	"gKTLdWkOVQL6CrIdzTVnjlo5OuGROdiBIqd3KnTSBoGxCRh4na0+e5ybVVZjPoGQ\n"                       \
	"2ycBu7Ah9dd131Rfmi+TwJXIXBzG3LFa5jfKhoXZbBXQVH4DrZbF5yPRk/izRjFv\n"                       \
	"HIZnbVQ6388MzXTheit6w55kTpQTZTcSkV3eGN3yhXL/Wlxi5gR/4RaZbfDVin6W\n"                       \
	"G+qAqWUhrlf8Mvuv0R8HGQ3cEHh3B0wykXOySUY4OMWccK9W3DvXxVvSUAton8rO\n"                       \
	"JYtU0Vn6ppzdH7UgSewFS2xmahrFqobq+ueitaDT5fr6o2Ix3omqn41U5lxfOeOO\n"                       \
	"+XyVsoWH9xpCCwYdG/gttCEuTx3+vB+2QZx2Rcrv7i+fWL1+6vxuF+PGiXdEMaUK\n"                       \
	"bu1MfgV8K3BeCBVmkgC2e8y78B0bG4zvP8/lrIbp0XP52dDo8IXND6VXWJrYtshe\n"                       \
	"6XIdZlUf8FSVXkroY54zhtrXUxA1gmFenVcgcszFFZSZ2KAJgrNewG3nLPI+rp2R\n"                       \
	"DvfQvLZDH/2kRQU8tte1JauVSIwE2l99RdCOhMUlK1ZMnsx9JJR9+hCXsqepQTOC\n"                       \
	"uppmBxd860DgDO6+nUanNutXHpEOkN1DEL2obU+X1Kda/gS52k63OlM9L1DfReCT\n"                       \
	"W0NgouU8tcb29ii6zkjTcz5cOnHHOxvAFOj+pbvIhNvYP3TN5ZXQDQzMJFxmzRqT\n"                       \
	"wKWTRiWrYxCaNHUno/k7K6trfTpwFpvqWWpbvSQpouOFjwo8qLAOk/fzHBNh54/O\n"                       \
	"fhD6ijAnknGRNfYFiClhN5o8iDqQRwlzlG+92ykvFnHp+B8ZBrMhd2vbMbVx6uji\n"                       \
	"yaQpUmSV8ScmXoi+KPMRmEDSOPvAmwm+Q+sKqANzGXd7q13LZFIHYFYG4iI1UNxV\n"                       \
	"OWb6hIws7qfNgl5fAjYk5YJUqGmw7G0kW/AwZi+vXMVrOcgaI3HpVy7pLOheq0ho\n"                       \
	"F0CY24DslXvQpNg5fPim2uKaHnDU3qzjCjnrA6/IJg5uuiJTeiZzDn/Z079R3eTP\n"                       \
	"Q5A8iGx+fQILzC1X7kvbun3cKnS7FkRDbIaSGXzdliFo5KHkUryYtlV8Uh4nsMLJ\n"                       \
	"hSmx3QpqxDgVF7zbpDN5O/U/A6TU3L1UDiLdxd03a9DG\n"                                           \
	"-----END ENCRYPTED PRIVATE KEY-----\n"

/* openssl rsa -traditional -aes128 */
#define RSA_ENCRYPTED_PKCS1                                                                        \
	"-----BEGIN RSA PRIVATE KEY-----\n"                                                        \
	"Proc-Type: 4,ENCRYPTED\n"                                                                 \
	"DEK-Info: AES-128-CBC,36AA3506FD279F3CF689F6730444C193\n"                                 \
	"\n"                                                                                       \
	"nVhwHgMBSWy6parggMy8+J89lNgsOlS3gKSdcUImR3bTzE1/y9t+lwvJ5bYeu0Uk\n"                       \
	"fQhT2cI5gxnTYpaFch19QVoqagkFjWcu/UllZ2BuqZ/keSBH72jNG9WFg/UWwHT8\n"                       \
	"GNHanN9Y835zaiFfO4SM50ZGGTAKb8G/2HYupCP2M8SPVUkC5ss79+cQz3Olakpn\n"                       \
	"mCkxqBZBJAhNw6fc65CwozIFdyuePNND64rMNZSMkH19FNMzH3byyTRwVitGEGor\n"                       \
	"pvyA5jpr7fWk8c1ZqE/lc6Aq1fpXcrrQCY9+1SkynIqrO0aYWNFxOBCudRRctHTj\n"                       \
	"DD+AJvS8EQ6Y+KJh5JxGWSwYYnPWM5HHOwloxaOWrGA5ADCFmVLUOnVpenfgoPrq\n"                       \
	"Hl+q1rV1bagCkPWsawx8uhu8Pmb+n8s13WdL+akEc37CGk11u5d+F0N4nkbQYPxd\n"                       \
	"at+07D8qLwKwpRV4OcDu6AvyCQC67R0XmzUGM0aZawo3S5u2PM892hxb4IrTX0eh\n"                       \
	"X6RXDz/QTgcyGCJa+Fc0Aijm5nu1ncW7hh6LQQI8HzORS+VdkClLz8LjB7vu5FHO\n"                       \
	"Hj8n5EwFaqknpEShWL0DevjD1TlHbeY2+H7ayhP3Ga5ZBMKXGF/Kf0w6ihWPlRV0\n"                       \
	"5jUvDYG/P1zqX8oYCDtuGgHR8fE/7CipJP8/RKYP4Qd70xUAVe8xM5uUxmKarsbi\n"                       \
	"2N4DWdO9Gvz/SZsbwdewdjvBCLuIMjnY08EXxgxFs4XwYWqDWuEuS+oZGBbNzO0U\n"                       \
	"5ynpLC73el7Guo3/6zFQ3oPpFWo7km412pGOi9ZtbFP491zXgORuIGV+Jayzxg3/\n"                       \
	"PwDoFjjs08jOBwQ15L1+eEL/0jcPjWhjhuj+dNlDluO3XiDFV3t09k4ET3miobNH\n"                       \
	"uRledYzUQ6LiYKx7ld4fhuZJw9aqxBnophS0mcSV8UF6nQkGY6rmyjWZt5GqFT1R\n"                       \
	"CplBahhC2oxafGzGqjh+kI2FnI5dSQy4kqfCJQkvMKdFzMrNkKQLyS8r5kt8TO1q\n"                       \
	"1Tw8Za8wPlXBiEO3/AzHe8GqhyafrdZ8LVLOJ25eJiszVSiy624fXPcX7x6uSV+3\n"                       \
	"ZrbczYx/g6ROumw3hRSPGK6CEPVqkovyLYCvwDEtkzmdH0GqE3B9dqppmM/cEPiq\n"                       \
	"CxQ8hhje56g6ST59u4pAXtCFAb3xeLzcoR/n4xyRe5i8FqSMpC5Whgx9bc0bI9Ro\n"                       \
	"xKDebeGCLMaXLS4oQKyF/Fw3+VAuUKs9MwyT9xJzeSy/ZWJ69HxJnwughDfPQ6MN\n"                       \
	"t4YPhPGmupn0whZRCqrUMj/c1OJ1NfdJ3LCZOMBYtOYs8YqyULwV0SjtIamY6LX2\n"                       \
	"QmoJNfbLaFAvID+ufJcjVWlElDDyOpglIOdtOJ96X6XDg/00EsFe+e5qZlwC/0mN\n"                       \
	"bGBVgnRumQQICZ1s9Wz2Q/+DOou36snzEj2uHKsnSwT3e6T0HEWa/aB3p9IoQBHe\n"                       \
	"JGwJKdNuK3iVMVkksxZp4p1MdRpP5dWeYpTv/PwtOqvDzaeIToUdiwpoSZ59SXcu\n"                       \
	"6eKbX3JMaWzko80y1eploDup7gycQtJpTlScotQcBPFfGTIlKQwcsq0j0APFxfcA\n"                       \
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
	"MIIBvzCCATQGByqGSM44BAEwggEnAoGBAL+gbYlB1CLbZJSXSVFVcO1bhNut/V06\n"                       \
	"BkdvhbyqoOg7ZY0XMRoZq4tBnyDgDNljhYgNIvUoSmallKHfH7ycRZqcLgjhmzB8\n"                       \
	"zCc0YN3eQ2iwCfTSTa+aNOAigA2Se9Asuc/LINj4i+DyC/oxMpGx0LUjyBstvkD4\n"                       \
	"0wpLUOacexW3Ah0A8r9OLvv+/NjaukJ2YHR6NkHXIrJLcNdSMgJigwKBgQChm7ar\n"                       \
	"WQcj/G6Vq2f8bHMTP/REiwe1gVI+3v+YFpMkIsY0WVC/QBXFFOcPogMOUZCX533o\n"                       \
	"XFtMC81EIpZB7hKrH+zJG1YA6qY3CZupAkRvT4sUHvE4MQZsCuw4dNS76GN+kcM2\n"                       \
	"W6hDuKDW64ROjyB6k+4dvGBJ8EN5oh9nR4VD9AOBhAACgYAohK74lPYwNm4pQIyR\n"                       \
	"Vs72a6dAQPW8hu48RHQcm8J04X0CTgQapXXqopnw8TuhLgYtDPmKvwnvqntE4uQc\n"                       \
	"lylvOMiETvETtYU9FTa3FSlY549o+SnH2NPv+7CC5TF2m1q24VQ60d9TCE2otRI+\n"                       \
	"HmLJBKJcQ18x0YSkJ4NJdIx8rA==\n"                                                           \
	"-----END PUBLIC KEY-----\n"

/* openssl genpkey, brainpoolP256r1 */
#define BRAINPOOL                                                                                  \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MIGIAgEAMBQGByqGSM49AgEGCSskAwMCCAEBBwRtMGsCAQEEIBqKNfpOuTbubdHs\n"                       \
	"XuNA1vCDbvUCLkmYSZ0THFsbsqSnoUQDQgAEhhdIQyjQVUTAIy/ajkx5qvC/0BPT\n"                       \
	"R4oToBEOPAVF16AWJEq5WR8dhJk3ZgvAi1gyKPg0u6Agn+U1kb+uhiLbew==\n"                           \
	"-----END PRIVATE KEY-----\n"

/* openssl genpkey, 1024 bits, public half */
#define RSA_1024                                                                                   \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDX+aYdXDNMjLeXKZ7QUpYvYmVp\n"                       \
	"SvhIk2xeOWoWhtrmDGIg4fJ2WOPdw3txQvHtG+oX4wAGnZvS+SV++wg/ArEtLdqp\n"                       \
	"t9D33TtXA2a5mFobLcHzQrYqwcYbD5OjCI6oz5Wp6kAfvADBISWIhvnFLyfgUhSu\n"                       \
	"PJnwUdsV6ioHm8BnhQIDAQAB\n"                                                               \
	"-----END PUBLIC KEY-----\n"

/* certtool --generate-privkey --key-type ed448 */
#define CERTTOOL_ED448                                                                             \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MEcCAQAwBQYDK2VxBDsEOb1rK4pBhCG50CQPTHvBNefdGgDq2Miyn8Cwy+hC7TJA\n"                       \
	"wclIpaGuL+SH6RAo4jUoxf8yFHY4+WvLVg==\n"                                                   \
	"-----END PRIVATE KEY-----\n"

/* its RFC 7638 thumbprint */
#define CERTTOOL_ED448_KID "zb4_h8-Svlpj9a177_2i7Ukw7G3b63HKmmEzrPIa9JI"

#endif
