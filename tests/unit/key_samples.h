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
	"MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQI1EkBwumHxDECAggA\n"                       \
	"MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDyKktRFe3mTDVtruQ6v0bKBIIE\n"                       \
	"0EDZopgewqAVEJXx+h1souiz3/vGpFQ+wnWgCcPI/7FV9rCERTjoKK246byTGevc\n"                       \
	"l1aSXErjqQ1H5uinO0n+EP6/8wzbB2KWNS+650ytRhemK0eCOdaUW+rKhT4MaxaO\n"                       \
	"Bq0CR769DKB0B/CtEH0INTiALVLSGyi8NGuvdyFG9bdkZ9m0pDzQ+4L3IiPL81nE\n"                       \
	"hk/0Se1/TiQ4U8Vd66GLxpnkb5vt6KDvjdv+giUN6+jAhdpFkTV11JYoc1KduQum\n"                       \
	"edvIdjk2X0msVchEKKcgSkjMThEv5y3MCMAW+ot7pX4iXEwsTQ4CbMy1PMyqfAmY\n"                       \
	"5TBCYwRaH9SnahPygfUUXg8EgjM0jI/luP8TzBFOQQFo+cNviEPtjEtdq9ap+uz2\n"                       \
	"4FIak8sciUeG59rVRuuWszw9jZB7dGip+IUmEeE91I+hiYqzI7BsgbuHOLZcmXK4\n"                       \
	"6V+D2r0Fg4dm9PLxmzY6zcQl2MBvwInVQUEun+iTwEhmX1OM9VudFSyRgtk5fMQ2\n"                       \
	"juObj1XSKuMACdUxKjnRxydsRJ5NP9/Xju9Hingv9pzhO2C0hr0zQ+MDfjOJRxj4\n"                       \
	"Fb6/d4xtFL9P4ri7Wh0tq7/ksRIGCNZlPRDvCaIOjT5Bd4z5mI70UvJB6/nyydle\n"                       \
	"7GSLP7bVoZebU75dM2/wf4QPAxPptdyQxWSdMCESRvoMINa4/SCxaegP1U0B6P2n\n"                       \
	"ZGBcF7ZFkuBWLr+JiuNVwwqAJWa1XM3ni9Heo1GfgyTJPQCGXjLS/wP7E27eQb31\n"                       \
	"KOhw6+TofJLsx3g0RQA5FbFwAsOfke+3v3YeRlx/dKp3feFBtwBXOY7NGj0W73Bh\n"                       \
	"ac4BxrHDMt7mdAdcmw3Mav5H/LBnXxURBW2UJelthivMPh40mpt1IPx/0L8D5eMV\n"                       \
	"yk6O6R7QX9c4cNBk4l2QX4sfb4c/7MmOinmB9/fmVBQ86bZEGMCOwlZgOTjmmog9\n"                       \
	"UrILNT2LwoSaLbB9d9mF/yU/CvS3TQC+0NxfqraTIiFAWs27aq6sOXsS9kXS+5D9\n"                       \
	"31XPDlnvlF5Q2zrYYpydn8DVoGxGn1vBRARKVxBM6ltPfEp9PXsAIQh1MlAtola5\n"                       \
	"Bpus1hXK0zqOy5KzlixCy1tH8BAtB2ltQ82N8VgC/G73RpSyNXDXGnR5LPG2AEkK\n"                       \
	"6ys2mgttWFSnjuJEDBgf1Fli1XbdKj31Y7zIY+L3Tat5kLe7bMq7Kr4ochBqIA8L\n"                       \
	"s9EQzIDwfkRp6+dgBofaVM0WtWMad94RIH/h1p2rzEM0p5sH8kK6dXxBGJt4QDLc\n"                       \
	"BIr/M83E5tOHLXdVvMAxevwcnBDxROmhawFVJ6V+djp2rWSJvRVZouzlpUers0zy\n"                       \
	"bS4JpEICuBVeoLEIhyhIvI85+VJvvcDqc5p3hyns+zzqMVtAnF2OVuxpnJlXFxfX\n"                       \
	"CmcA0FDEjdmvq6dxqdXBOgke+8A6ixGMZtlL1SRXaKbsQdt5Ke78GFGrn2hs9OUa\n"                       \
	"BrU7YAvm6V2WBPWWuU5FgMlADbJ3FXMPylKrtgRYkwl5Nc2F64+fwuMkfrsfMts9\n"                       \
	"Q21wqgrs8OnCifEasMSI70TUqknVylsElitlKP7mJA6X6eXDwoxKIH9RW+RDiZ9W\n"                       \
	"Kn8sinbe5jir33N/Flg9jDkAfL5clw4BNKCQiBAGXEM9\n"                                           \
	"-----END ENCRYPTED PRIVATE KEY-----\n"

/* openssl rsa -traditional -aes128 */
#define RSA_ENCRYPTED_PKCS1                                                                        \
	"-----BEGIN RSA PRIVATE KEY-----\n"                                                        \
	"Proc-Type: 4,ENCRYPTED\n"                                                                 \
	"DEK-Info: AES-128-CBC,AB3ED5115C90DCACF6D30456820901C3\n"                                 \
	"\n"                                                                                       \
	"tpXGqDuj22lb2U6YLHZm+7eGtpAmEtzwFytgcjeUtU3IBvErOBnjaIV83mcq9L9X\n"                       \
	"EXwq3+n65Tu3nAeHUTolGO3gxVVRBlg7ZYKG2qLZEPgv+p4kCG3exp7otWru6LUR\n"                       \
	"dZEJhervX1JyyM4D0tR+FLO3kJBTSO6e4vUfNFTbm2Fxyjrh8vb39JwbDY7ZsFf1\n"                       \
	"fKcb4HhwAXmvUj04a/V9yUf+fDPrGJZ7Fi4v41PP74Jx1d6yN+2o5PVd4488ylfJ\n"                       \
	"/c3j5DG8x8r3I/kojVRCuauRqCRYgehh0R49YiRR7OyBURIv2DUrjESf/Eb9Jzaw\n"                       \
	"JBuNUn8/XJD5++hikC/UUkPsgnlDKkDwjVMykzDN+ma06fMfmdclF5Fr2bhQyw8J\n"                       \
	"lCiinBGE8K00g2hF+Sx/82pXEyckx9q+lLjwmgAf+sM0vbdp0i+dVfYzVR37oVhz\n"                       \
	"NvagZgGGr+UBt3k3DeN8x4fX0nZkQI4FqS6LPxliQE92/fOQAqyyIAGd15Ik1iK1\n"                       \
	"/dMSi30ozZrXXutLmopj3sEarBSz77Lsni7KyLDEpMtijqR5qXYwxqTPnhtM3dfo\n"                       \
	"DUTKkQhekAzn57gD4sxsBXBHMu6IhhQzdrT8kNnvCPr2tVINXoy4hkW4VJQuzERS\n"                       \
	"sX4ENY4UsOqAZAPDvi4XBHSHA1JT0425Rv5JZ4trIDgXGiNEjPYE5prJieLLtt5n\n"                       \
	"7ZmJCAmVkLnz2x16nJlUXhncBSXt/vLdkyL9GWltsu7308WdKC/no3Jk8Yn2lOFJ\n"                       \
	"xIagR1Gy2VMsGOzp7BpXYZPlZiHky7R+CrsORke5g/3nRfhMHUO2vv1JZZMg9kH8\n"                       \
	"e7w5RDTyg2vLZGv6ZEtHqiM/lg4yzevzlbW9EQsc/O3Fqf3NlhmJhdq7gFrSRzfg\n"                       \
	"LCuzEQ217cDVxVJKV2Rmq4r/zobvNxg0BWo6fZrGJ7ls/ktYLeQsJJWweDVBlr8/\n"                       \
	"h3ODzKHupnhCpunxcu0wOUJDm019HVjnDHQv12v60vD2+BJGwG6hD8yBIuzm/gQ+\n"                       \
	"fU2jEj532wcbIO6N4M0UjOLGuIZlI8uvQ6m8AzN2NLXfKG3Zhdezk0qcMCiRcj27\n"                       \
	"c9cZAx4vNFe2a2YAInxg6FzhUUirU92zSkeBTozYUTYFpli6HR1YEOZSik7aY2T2\n"                       \
	"GPBQF1yvKGlxNXjql3deDYLiaJQBRWkg57fKWZCWG5nYYvpe9e+Qnbrh5ROVrZfS\n"                       \
	"B2cn7YMtTh7j61T750dzO8dwo19E0OrdyQlRy2vDO27VMAfv9a1FiulLjfnSMOwy\n"                       \
	"cTspGV71HraEBZR0lpqfpHCkjXhMAuaomV3EksQvkpLCRY3vVilhvP4HqlsFy+vF\n"                       \
	"031E5iuk8yTP3jtn0DfgEwvtUVyxShWqfNC7Zr5UBRjz3QHiVltymGmdmaHVIP+6\n"                       \
	"1pgv67qeZ1ENWdYX5G6oq6wpf87z/oSo207IDDi37DrfhN0urRIKgDASJ4WN0soj\n"                       \
	"1R6BZWUGu5ZUsRTrRfwDn/2mxD6yMbj9sd81i0mGsPCQFNCqkznr9FHajFyoUoiD\n"                       \
	"u2rKnzgYIC+68iYesuB2dGrfkJoWO+8mDQpY1X8yxYvAvAonfYTcqa8kROfe4w6h\n"                       \
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
	"MIIBvjCCATMGByqGSM44BAEwggEmAoGBAK5jjNjnSsqa1OqV8KWc/a7SQvkkSb1U\n"                       \
	"xGq5VlvQriqEE/UYWqhnHF0H0/5jCR5KNwNLnMsjFGnYCu6Yl7SZxYuCGEg1s506\n"                       \
	"kuytv5Lcncf2EuiZs9T3dTVOfHYanMMbRDY2EYQfvEOdBmUn10kh/BN5CGOuuEPx\n"                       \
	"n7lt7tziznurAh0AxEIHJkrmlX6Ux5dJF4N5XjsNwZ0//02CR8T0ewKBgAPZ1exU\n"                       \
	"JKSN11wxnZWAH0YRXYbLKkQ7xWEGkhdPHzxsMM2+6Pb1DLHN61YziY3d2IsDeTCV\n"                       \
	"0lKyBe8rCixqH9s7SaxL0lASmwf2G5O2JysrnV5c31ulmlN/hj9itJBfcsvSGEiS\n"                       \
	"f4Ug8/xGHTwPIbkBUzCaQAeRq0/CjDXTVyzRA4GEAAKBgAVKy9EUCSOA1ASMLS2u\n"                       \
	"AepBINj/e8aWbLJOYhF98B2LRkhJNlq+Czj/3BuKxXGaRUqBZPOhFH+6VuvFWGqt\n"                       \
	"mvthmlXJhSu1ciOyRqaak75dox3+13Dopa8q3x703qpCtf7+SaV+thx61elThvPk\n"                       \
	"knhuWzT5y9Yoelelvw48X3Hw\n"                                                               \
	"-----END PUBLIC KEY-----\n"

/* openssl genpkey, brainpoolP256r1 */
#define BRAINPOOL                                                                                  \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MIGIAgEAMBQGByqGSM49AgEGCSskAwMCCAEBBwRtMGsCAQEEIJKa5Lov9fJgeX+O\n"                       \
	"FjzN88hBlxQApWYS+gSK4PmyIR3DoUQDQgAEpUPz0pzckMNCIOl5oAFQlGZeYhMw\n"                       \
	"oPdnaV6Kcte7m+BYjiB9inG/xdp8vGCxVoS8V0yKi/gvp5T7Ew/8gIMk+g==\n"                           \
	"-----END PRIVATE KEY-----\n"

/* openssl genpkey, 1024 bits, public half */
#define RSA_1024                                                                                   \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDSj9UvzaE2C8c4v1qkk3Z2uHuL\n"                       \
	"AJVgKpaBtTwWBbL47qYIcDevrjbiTsKFLpOrcfSHhOxAl7oR72K02U9a+8+ErNce\n"                       \
	"zJoKEqsD+0D2zYos81RulsgIif1s2j3Hk1Pp5Kn7gAagbGNqeg3IBuG3Nu6qXhGW\n"                       \
	"+OqOBNBBpvFBqGL9SwIDAQAB\n"                                                               \
	"-----END PUBLIC KEY-----\n"

/* certtool --generate-privkey --key-type ed448 */
#define CERTTOOL_ED448                                                                             \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MEcCAQAwBQYDK2VxBDsEOZ1eryLDpNDI3t4BcciAW++ps58ZyW7D1scE8FrmGsuX\n"                       \
	"GZi4e6YwbD7/mSObgoQAQrW+1zGZnaDt8g==\n"                                                   \
	"-----END PRIVATE KEY-----\n"

/* its RFC 7638 thumbprint */
#define CERTTOOL_ED448_KID "ZNlSdX2cGRHqeQ9RVk7s4jPyBk-TpILTpt_FLlGZVHg"

#endif
