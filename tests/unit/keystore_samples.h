/*
 * PKCS#12 files as other tools write them, base64.
 */
#ifndef JWKMINT_TESTS_KEYSTORE_SAMPLES_H
#define JWKMINT_TESTS_KEYSTORE_SAMPLES_H

/* Alias "Leaf", password "secret", the RSA key and the certificates above: openssl pkcs12 -export.
 */
#define KEYSTORE_OPENSSL                                                                           \
	"MIIKuAIBAzCCCm4GCSqGSIb3DQEHAaCCCl8EggpbMIIKVzCCBLIGCSqGSIb3DQEHBqCCBKMwggSf\n"           \
	"AgEAMIIEmAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh6Jkipz8MR\n"           \
	"WQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEENL1Rb3IbPDW4s2zw5XIsEaAggQwd3Yu\n"           \
	"rOkKulcEJmptEwq/m9mm5Td8DejO5KSv2EMwxMq+ihWozZNRQayo9/ONCJ43hmR+ltkdNI6rwXlu\n"           \
	"76Ll4XG1aNFMh0Gwpk34PRiF1C0fqZjmMyJ+mqjIxDrSk5GeZTlVhAgLOfjq7wvA9JCtL4akZBlK\n"           \
	"YMdFaiZE/PqTHa4Dsg1Szx8F1pIcgJhYbbHn4rXkVXo+wwIIBNTAJQAS6MUn/psXxCkvbmLu+ym5\n"           \
	"g3c0QuyZOJNP6b3LnEV/jgCuP9K4pMXtgYGPAZwhiDbTYs1ROlTYnaguth523paGjlz7fpwkuRol\n"           \
	"+7fj8B4WRf0AA6CjNkKyT+zq4pm64OIzXPoBdyX19PN6SCqR3/Cx6fFQXc7q2GysUXz9MhFGbNc9\n"           \
	"qhTy3cbAE0yWAthq6nNCsow0hO5yAqgfWW17PPpLjvVh3lgIqFtVGUBXQ7oRMncmpewU1b7bbKNx\n"           \
	"GBkOyCLybsYCrhRHNXtngIM1Y9VdrHtvZ3RNeZDQDorXXJNlc1ZVgsD2uVtMNIQRiGE42JvZyF9x\n"           \
	"rL0ZfcRQL1C0mAZfeN1GA4kNn6+3hnvCAAI70Ns297ytoRSyBECGnwc3BOCjh0zsNydqxn5VGtTT\n"           \
	"AtEYpG4tmQK7+FbIch8SrP/2sLl8qqXI/anZVvvBM8Kq2ayTx9AFWPFKyyCPU4aJ2F76RA+yO6n0\n"           \
	"hy/u5AISt4faOOhGk6GYz4c/7ZP9RNHvC2RJrYuZmqZsGB4FJ2/7B2HgFRXcfNu61RChnpXKeUwf\n"           \
	"dyPaMrYe/4svRdypC2WddQCrbDwWNvE7LYd2Q6iW0mJeCGIkbjeCoOrjJ1NkszgBETisyFWWThYp\n"           \
	"EfVX9OF2CWlQYA4LJeA+CGQ10Ixp2ksBRJTZF6jSFkFTtp5VjKSS9oreJb+s2ZMcJ5EJHCaszOig\n"           \
	"Ti6/9Ly2rVYV3Sg6gVUGVKNlSGgDL2OitExLX3SG4FC+N/czEhM3JUG1fu2CQqoqInOGvqPzSBQJ\n"           \
	"4SmzvSlEQyatIGINeXt9+wbLYncLzG4IffUd73gpx9+kq6c0Aq5THvEV5S6I1xAzrWEP2KvKT+nT\n"           \
	"FWblIFmLYGebLC5DWCXbjw0d1ZMh4s7yV7vzonjH1qI4zxVSBPdIUSyaAMLU9GVKpHMNKQtCl2qT\n"           \
	"zJGVp0Jsh7eHkvXUzwbuyaq3q7oubt+gk81Wq1ONxPdoUPnbeMIqSm3yAt+TKGpRPN38f+XtuYY7\n"           \
	"lunmDjkVJsCrYrcEBkyPRTxT8jG/SnotsKF6km8AYS9x2xleT0ljNp5P/E8awHEL/MhszQPLFxCc\n"           \
	"HSFrMIDOh/NHHgONqnIQVMlvtANKdtsbIjqHmWwymIrVRDQDzb5Up5wMdeKTT0cx5Du/cLnxtbNY\n"           \
	"wMoD84gOCvsyE6ALlKyEibHFas/LVTtAlen1lzjrk6nJ2uOQasr42ooUUDCCBZ0GCSqGSIb3DQEH\n"           \
	"AaCCBY4EggWKMIIFhjCCBYIGCyqGSIb3DQEMCgECoIIFMTCCBS0wVwYJKoZIhvcNAQUNMEowKQYJ\n"           \
	"KoZIhvcNAQUMMBwECPEd0s1Eao/HAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQV5PB\n"           \
	"MB3vzV90NiVw2RJXRgSCBNA3ivsjgdR6kCBX1oLM/dF28zUt1T5Nkm2dvXj/8Eu96M+N/F5Q59vm\n"           \
	"QPI8XzHjkcpXUP7Ay4Ht1FXSohZ2MsaWXS/gSBZWEMBRvlCcXaPBI0EdNUL4Me+yjj/DhhvN16QP\n"           \
	"oXcN2CJyiD0Yw3NRQFk9Uz7J0VM/2t9DTuJzzfgcfFRspMxLZrnxwxZA3u/GbGw2TTArKB4KsVPY\n"           \
	"OiU348ln0ZM90E2hyt4gglErDTipUlXe9A9OB3orCofjOthEWsr6417bfSqo9LbWkz6/vhe9WDfM\n"           \
	"zhdTQtgfzflo7rvFFwJBkvA2QHfYboEhoSzaicBCO9dAHHMkOyJLbVtIjHn5X5yaMrKEoa3yW521\n"           \
	"Lhs3JM/+DJiFWSDrdLbwzjexG7gyfP32asH2LTz6pteYUJTxMajeJgX4vymjSbAtQwZZxyJ9TIuB\n"           \
	"iDqhHN2j2L085D/9ddx47xyQSdACXGPoGq3MkrZZrMqymfJU6kf7V9gMPfbS50F/Xl7SgvbRKulY\n"           \
	"TNqzkv5EaEfVFSaJ1eupNEiCujCM2ieOGqfZe6lI0h+0z0Wq4W3XX9Ik/UezGUn3xgSSZEL1vzcv\n"           \
	"uNi3qpOXYqswj1/82coNtM6WnzFSTXd3GX6blA6T8MyBrpNnz21iDRN0smwVNaTY+Ep3ZjrzNEz5\n"           \
	"tlOHyvwOIyX2TdMrScDgSIWObRyEV6p0fQqNDm7OdnHDnRcmYZdr08bJloYNdtJbveyTkIQ+sqyX\n"           \
	"RIOCIWZc7GeZ69hLdatAAGF7jezbWIQfrUQQH+fmQU5FsvB0ijECvlZGZADgPI3L8wN+8dkhT7rh\n"           \
	"hJXVRwOeAliEt92CzVSF2fMVn+suvz1IaNIeE+fg0um7S5y5HHBdR6IMv6dIp/vjLceoVUcy6vnA\n"           \
	"sUNaa1JXscKa2xBsprldVnpb5gEilOcQF57A422GErLOu3Kx4UYcsv+LHDn982nH8bdHQ4LcUF04\n"           \
	"p1gDMqbT52hZk4GKqwkrH/Hde1e6In/SZsmVatEaQIBkItg+XB4i65d5FzYmj88X/LK09+KFQk9E\n"           \
	"72tt+a3ju/ULhnG+bZHlnNMCBwmN8Bks0RrXdAS2YxQqkz5GZAqHjp1laGMNAXiD+nJ5CHhwPqrE\n"           \
	"vzFtWqQrvk5nq0h64Ns9tn+jajKX1or1sT6BXZ7wB0gKj/sEU++5pnp96p/XM+gMxAOg9eW0xh8U\n"           \
	"hRqNCkQqMH+s/XpEQb8CptGuIKbnVsjFkIBVHD8u5AZGoQLkHsdHngm8SX2n9TSr/mDZ7T4HAIYT\n"           \
	"pe9o6HSbTinaUXe5sSs7BN9UvHNRMJKZcEg76d2S/1+WLCBMsWAo6tnPL0OaTmQT8F6BqUKA73jL\n"           \
	"B0h64+k456SWy4fmSCvYHQSELwbtOvDGOFDX4FIIbBZjljfHGRp75dYntBJ9HYOFyqS6CTRcDDwT\n"           \
	"32gIXF17keCgR/Fslxj+RqzhV8u2kwGtTSvPlyR9qd95VJgussdVXZ2LObmec+D6rDvOSKf+vmud\n"           \
	"RCq+4enkCRWwJNf9Ae1FYz/k/RpfsfxJjiE4aNNISVqFmjgBQRNt6ZpdifTzh1ykMp67AFr802yn\n"           \
	"QbrkPhK0C5yiM3/zff0N1l6cldHxZBHJwtwIDISsvjN+H6NIVPLGHWDyOrhhOQFelj5CjjE+MBcG\n"           \
	"CSqGSIb3DQEJFDEKHggATABlAGEAZjAjBgkqhkiG9w0BCRUxFgQUeF2KgjuBGG2kWigIapeyzKiG\n"           \
	"1bswQTAxMA0GCWCGSAFlAwQCAQUABCBBvnwdXF9905DzdgstI8ut0qOdnQiGEDY8Mt0CU5U6YAQI\n"           \
	"V9lPGXAUiZoCAggA"

/* The P-256 key of jwk_samples.h and a certificate, RC2-40 and Triple-DES: openssl pkcs12 -export
 * -legacy -certpbe PBE-SHA1-RC2-40. */
#define KEYSTORE_LEGACY                                                                            \
	"MIIDPwIBAzCCAwUGCSqGSIb3DQEHAaCCAvYEggLyMIIC7jCCAccGCSqGSIb3DQEHBqCCAbgwggG0\n"           \
	"AgEAMIIBrQYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQYwDgQI4FhPOknx8bsCAggAgIIBgFfeZzf0\n"           \
	"3jiz5sQu24nW+kplP6QGC0Ectv2C89p1j9QNbg9kPHMbguqLxIicsUeSLQuL1VlkR74KZLWTSDRf\n"           \
	"SKDW2BiVaM4UJZkjd++i2lNrmGVEju7S1S2dOGTXMXsAunRf6W/6+bm+wkKRVdTrMdsRc+jXlXVS\n"           \
	"0WWX2EpDyl7gINB5D0SG9MXKOsOp6ptL/RKLkDurnSgvWwJAovl/nhWsBZyPgRJ1YvUetJziHK7E\n"           \
	"QbY6wXYY6CG1zh5lnmVaD//7GAtZcy3OAVUAL4GXRgG539KjktU2qyFvWO7zGqeTpf+Gmz7ywz51\n"           \
	"DUyHjxYyoGjX9U2AKKuPD8gUogRFv9pGLWMFllnjtJ3okRyTH/O2Gaqop5QZo5YLiND7P9UCF6U9\n"           \
	"t2f80gvdHODhHdjdwosIeN0FEGPPpVJ0zhvf5Qy9GaQN3uLRL9AHMp8P+gojspfPZ5uAgObioKMp\n"           \
	"gTUPYc8QJYu/H7Ar+RvcPL479C616FY93ADfPF6fblJXuuCalDCCAR8GCSqGSIb3DQEHAaCCARAE\n"           \
	"ggEMMIIBCDCCAQQGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQI1zz5PTxN9wcC\n"           \
	"AggABIGQ2PzvmYoZA69ShImg45cFqmfmwjDCv7PAlwgwfwIGO+ylKGgQaclNHzQJuF0G0lMAaJ5Y\n"           \
	"nfLB/GIE2RxRA1Bifxn2+aUo5QkS4euhUjXnVP0dMLLnZDlMklkokl5gxzxR2sCPQjJF4VE0/UjH\n"           \
	"uDNSjAdDtRiaASKycEnUxtmplanr0Png4YdXlIBnKmI/riu9MT4wFwYJKoZIhvcNAQkUMQoeCAFe\n"           \
	"AHUAbABlMCMGCSqGSIb3DQEJFTEWBBTvnyMNRkUiPl5FujokL/3+zCcNQDAxMCEwCQYFKw4DAhoF\n"           \
	"AAQUo8Hzr1VyBomhIxcAxMyCVrNL4oUECDjWvUukkA8/AgIIAA=="

/* The same key without certificate, alias and password. */
#define KEYSTORE_BARE                                                                              \
	"MIIBfgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEG\n"           \
	"MIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwE\n"           \
	"CCWR0EKzCLoPAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQcD4+8y9D/LR8GNBdDGUs\n"           \
	"pgSBkJD56CSTzL2cGmTmhMmC3rSPKdI6pzoqcsGuwY4KXchaQimpQaIp/OZKqwuCeYj1MRhImV7k\n"           \
	"HQ+R7tgKuGHIp0aASEge4EIzczX9K7lxsGtcQkSJkSzm57cAhZayWmgPWChAsaV/k04Pool4WTXM\n"           \
	"Le5Sqd8v/zwAJgBbwcQ17qZa9uKUCFhSEYUc1JrSxON43TBBMDEwDQYJYIZIAWUDBAIBBQAEIHCW\n"           \
	"ilTbXFhxPI/9PtdmoFWTequ2J/4ZmuGzuhugQ0fTBAjtoBnACiz2XgICCAA="

/* The key on secp256k1 with its certificate. */
#define KEYSTORE_SECP256K1                                                                         \
	"MIIDvwIBAzCCA3UGCSqGSIb3DQEHAaCCA2YEggNiMIIDXjCCAgIGCSqGSIb3DQEHBqCCAfMwggHv\n"           \
	"AgEAMIIB6AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgz9RZLvOuf\n"           \
	"xQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECzYDNwjR6QHLBp95E4nV/mAggGAGDwq\n"           \
	"DdhMsjZ+bP+O3ezFMiCr4fYktP9Il4BFqXwjtXYQjEHNt8NVcO9KGm1Tu/RBG6YPjGbeeAZLcLMQ\n"           \
	"KwdDHGUIEwllOZF5l0qpPrK+mRiSiltt90B8ykkoZgiwc/97xvrMrAbLyR9+Vx+ZtgyGB3snyyim\n"           \
	"4ei+6pIriSb4cpQxR+J7xpu9c6N9trRi0D0v0v32ZhpanV7ry2VupMP8fQxNuu7rJFiJUV1cnN7p\n"           \
	"EWIBlPh621Nr2UGc84sCmVsGY1FWfpsUIQAQXNiRV9gbvi1j0XKq6f2C45t5R5KuKj7FAknZUV8D\n"           \
	"XUXkJbkC2uuSxtIkNQikwV+xgznWhNn5WX8eQz6MEKsgFGI9XY4jEINTkqJltLlzMuRCl1rjdKAT\n"           \
	"jm9X0cN1eOWVaA+hUXqYcsGPsBq98Gw5lNeMD0hJ6zb3I3ZTUwRL05B4pBcnC5QIbday24Lss8GQ\n"           \
	"2L13f/4inmXiptR8n1gYKXBDn8sTR888B1JHMHKZA2qhCo9X8JMyMIIBVAYJKoZIhvcNAQcBoIIB\n"           \
	"RQSCAUEwggE9MIIBOQYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcN\n"           \
	"AQUMMBwECCLMSi767nyZAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQf9BHOcW4tTse\n"           \
	"TXdPL2tFHASBkOmvc/HR2rBWlEP0bq5dDlaxa6ccrZEeT3pm3RgqUeFwazqZq1qHFcxEn6JeJhAd\n"           \
	"t7jP0sTdkPnxGi35V7OWLpkNsrntj8w1NOh6W7bGQKvPwiTCYlqXj2cfThHKeZq/DXdDV+TC08Zs\n"           \
	"9IW/1l4LYhJ2Rlq5Zepm/EzRz88vZKRJSf3oslxtKmwR7cG3ggksrjE4MBEGCSqGSIb3DQEJFDEE\n"           \
	"HgIAazAjBgkqhkiG9w0BCRUxFgQU+kopTUF2yTIW7HgamqIctn4enqAwQTAxMA0GCWCGSAFlAwQC\n"           \
	"AQUABCApb9H+eW62CjxIG2sa6doSk4fEJTm0xF3My1UYCMQ85wQI3glb9atHu2gCAggA"

/* A certificate alone. */
#define KEYSTORE_NO_KEY                                                                            \
	"MIICJwIBAzCCAd0GCSqGSIb3DQEHAaCCAc4EggHKMIIBxjCCAcIGCSqGSIb3DQEHBqCCAbMwggGv\n"           \
	"AgEAMIIBqAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgRaN8DJs8C\n"           \
	"6QICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDJJgd6AyD46n6fLDcsW0YOAggFAJBFO\n"           \
	"sqMqxHT/zl+rXoiZgycLa50jdpv+SLlxaqX6Z4B12Vf80hqG9j9Uzu88iahWxOSz0gHl51k+pZQO\n"           \
	"IyCkvhiIJsVgM2e4Ovu0t/GgoJkqlZ2rO4IB0ytcx+uaQskEdLYDsn/nZqO6ZAXItfWhaNLdAJmp\n"           \
	"6pXkYoLc1OhhKXB3tuu4zP5Mz/FpGBgxk9jUxbUZzB6ybWgk/SZliGxLfrlTvalK1laKLyrzPKcs\n"           \
	"4CshrZ9c3Le9E3EP3rPW1PZwvGueji+l+kMUF6jIIhdN6CQL6mTWYjOFTzJDjiB8cFftHqg7j05T\n"           \
	"W0V5aEb6u2C8JDrJ2zJSjofzTt8mvPKwonHqfVZ/nYWF3kSQB/eAiZXI2wsj4WvbvezDGkuRNtTo\n"           \
	"XsXfy9TeqXNq3MCIk8KK4B/HngIfYaG4R9Z3ZhN50yEwQTAxMA0GCWCGSAFlAwQCAQUABCCS879x\n"           \
	"LqaWoUPKu1IaNXpKYQPqPOsHxe/dNFD9L56jeQQIEWslpCuhxOMCAggA"

/* openssl pkcs12 -export -nomac */
#define KEYSTORE_NO_MAC                                                                            \
	"MIIBOwIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEG\n"           \
	"MIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwE\n"           \
	"CFygqKJxy5suAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQDSsr0MTEeQY5qdsHPrTE\n"           \
	"WASBkEFps/G/icSbpEnaUcj1Cj3eYWgMIyCJSVLOUVRL7szyzGLRaKAfh/mXdnKkL7KLaSQ667Qi\n"           \
	"wZM9V6t1un/giig6qE29Jf7g6oz14Updo86I0dhp5UmOgww7JYcKOPpQOz/9UZSThSY3Ake7uw12\n"           \
	"iR0m7RyIIGrwAxaHCMSNRPawYiZ+FMwhuwyns6Xy9SqgEQ=="

/* openssl pkcs12 -export -macalg with 2000001 iterations of its integrity check */
#define KEYSTORE_ITERATIONS                                                                        \
	"MIIBgQIBAzCCATYGCSqGSIb3DQEHAaCCAScEggEjMIIBHzCCARsGCSqGSIb3DQEHAaCCAQwEggEI\n"           \
	"MIIBBDCCAQAGCyqGSIb3DQEMCgECoIHwMIHtMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAd\n"           \
	"BAimwU2zR7XgHwIDHoSBMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBCt0UGekUY3E2Rhgxax\n"           \
	"yk0kBIGQA8/l9sEg9u6S1LYNOUq5lJ3+KKkZy/EEUrjWqrP1HlcAdRRSPenkKSaQBr/o9kE1HZpg\n"           \
	"EEfIg5IadvyPcMRYF5z65MKZzYgso2LdP2TiDcF9A+tlA8dVNcwYrRaxcOXnTnTEu0TuMk46UITs\n"           \
	"3cyLDZE4rpKqObpLoT3hH7hkO1W1AK+hRPDLfK6E0Yr061YDMEIwMTANBglghkgBZQMEAgEFAAQg\n"           \
	"SOADDsETEvuW/K8eMaFLj7eRFqaRLl8/zsaK6OoVwSgECIBqYY7AXXR6AgMehIE="

/* A key under RC2-40, which is not read. */
#define KEYSTORE_RC2_KEY                                                                           \
	"MIIBKwIBAzCB8gYJKoZIhvcNAQcBoIHkBIHhMIHeMIHbBgkqhkiG9w0BBwGggc0EgcowgccwgcQG\n"           \
	"CyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQYwDgQIsVQAtnyG+8ICAggABIGQzJMOj2I2\n"           \
	"dA11QIMn9qbDbgxWzpkwkHceXpf/OHUZZV+o+m/Izwa2p9zn5K1dF+VP9xo9GKcjVvuUtvovHZ5w\n"           \
	"sE6fbY5k90ouXGh/da2WmSdTOzhdV0Sw+Yxp5WwUQ/C5Wlv6zvBBrmhX9PB33y4cPzIOq+xZxMYR\n"           \
	"nEmy+UPMCRGUPzbuI4HU8WLivBWQ2WLqMDEwITAJBgUrDgMCGgUABBTdF4i3MraCpgpuLCtgQiAn\n"           \
	"5rXZqwQIOmEijfDa7oYCAggA"

/* certtool --to-p12: as KEYSTORE_OPENSSL, alias "Cert". */
#define KEYSTORE_CERTTOOL                                                                          \
	"MIILfQIBAzCCCzQGCSqGSIb3DQEHAaCCCyUEggshMIILHTCCAwcGCSqGSIb3DQEHBqCCAvgwggL0\n"           \
	"AgEAMIIC7QYJKoZIhvcNAQcBMFwGCSqGSIb3DQEFDTBPMC4GCSqGSIb3DQEFDDAhBA6bxYK5n1Dm\n"           \
	"qvjOsnhujQIDCSfAMAoGCCqGSIb3DQIJMB0GCWCGSAFlAwQBAgQQ4Y9+6lcGmv5eCTsLZ+zDIYCC\n"           \
	"AoA3EfMyAxPHJ/S1WcGvUP4VjX36dEhdF4bCLTfxnrRmbP+zjKnJA7zSq6ESTSniMCqIlrysr6vO\n"           \
	"mWg5Q5hUdZogsZXqH94wOJBB0Y+oGMwWdhP/XQayK8NvvNpIIDraT9O4isjcihrEC57gqFj9zxqY\n"           \
	"mig+bddC24Eij2Q0ozyNkKhVvzLC8yhIrFzpMC1FcEK4vRh6s16sPuB5miVLKvJMyQR/TuOEj+8g\n"           \
	"a9gwC1o3GogDv/OiqWGLUZu+01FrumMdLJ2lxJbVhpNEWrnefFzugmAEN9m4o0AYZTHlPz78TbUd\n"           \
	"TEPlcaOZ37qvTHq20C8D+Pe77hs8hQFfmVBtQL5xE1YIqPaCsYdlGUjlt98ld7KEA22olD5DPyav\n"           \
	"MekAk3dBWrrOKjEyaWsS8wXjzd8LC3bWF9p6w00zVu+/NJccFF9QVJaG4GJQlpsWHyGe8NkhJiFW\n"           \
	"A3BFcT+7DDVsJootDmqGZcnDSq8p0x7cWN5HxxvobwsnD1mRkQVn2MW1915oXaybRSVuFLarpRk0\n"           \
	"IgDtO2o8d8oJEh7+3TbCZDW6C7aOCSAZPmLEHXUoImaiBX7bdP22ttnNI1K2T+1IFPpBS0ozdYQs\n"           \
	"fiJXTi6qMGpiGzqPe06IyO4a52obO7Shc7WTAYbREtAPaSwuV87OwIhRGqs6jM3NSY23rbOaAbp5\n"           \
	"/G2gTmR9lc9Hv13TFXiGAasJVY5fi2KhT63hlQCn4k66khCdEwRFcOyFZT4tCrv+8fc0lN9enb5m\n"           \
	"ZsC025GZwM0YoyM55a/7BzmlO0CNj3yNx6ylMIXMXvxgTHbtPLy7VUCG7ps4NXbT5k1udpbz3+yl\n"           \
	"BfIx3uI9aYHa7q0aBfleMIICaAYJKoZIhvcNAQcGoIICWTCCAlUCAQAwggJOBgkqhkiG9w0BBwEw\n"           \
	"XQYJKoZIhvcNAQUNMFAwLwYJKoZIhvcNAQUMMCIED+3sTuNJJ/n7v3/sX7ew2gIDCSfAMAoGCCqG\n"           \
	"SIb3DQIJMB0GCWCGSAFlAwQBAgQQN1ne+C21YABdqB+TfmEX3ICCAeCOssKIYxaBW4b/slnKP7n8\n"           \
	"5jJj5YISbgsGvBQ4fTnICS3xIrBP/q2c6tjYIQPbg/vnpaCxtn+S9aoJHD7G5ZJr4+tHwT/uv2iU\n"           \
	"NKAzoGbiOM5xceCqCVFaITwFr3qYpNF9lgwbRr+Rt8PJk2O13In2zrkqU26gZGoh2+b/2RcteT0E\n"           \
	"8PoIkkrk4XqWRo+Mwoc/Qz/FLG1e1fxWSWWvDUcitr7A6GSS2JYqku/BJQJqTwkae1ZnqQ6Q9Wuw\n"           \
	"WKFvw2LKn1bEpKDeEhMqsW5N8tv0Ant1zlX6n+Ul+tKSmLs/Okd5dL3icadzEz3GPCuTZDWn9L7t\n"           \
	"QfsV3YOGbww8GSTJ4Rl0egRREBbijn3OmS9RSpmwR4Q9GtLzHQOgxBbSwcUwIWLpI3EY+ZHLMOm+\n"           \
	"SGFD6ot+UL52hUyNgwm9q0GcvtHRMLPjBGAczfzK9LqbYKia7E+QJ0yNryw5i86usaQQpg39HW95\n"           \
	"uTmCFD7fdrFbT/l7AeUkTUMHB5rSp4/LftKf/k4+Md2k1U0wN9bqcIIaU7cr1H20OhPoAm3F/x4w\n"           \
	"qUZ48MV3JtGfxYqoaijj81YN764G3DVbgwqTRtwW9ZS+0fXj7vXe7W8yzhykmO5vCr89xA5rH7y9\n"           \
	"F1/xve6yB90wggWiBgkqhkiG9w0BBwGgggWTBIIFjzCCBYswggWHBgsqhkiG9w0BDAoBAqCCBTYw\n"           \
	"ggUyMFwGCSqGSIb3DQEFDTBPMC4GCSqGSIb3DQEFDDAhBA4koAZcibzqYZCGllOBoQIDCSfAMAoG\n"           \
	"CCqGSIb3DQIJMB0GCWCGSAFlAwQBAgQQrfmjw4d/LAeWEoybbpo6lgSCBNApufy21OBkZd9EvAH+\n"           \
	"4m7Ty0xV4CA23b2Xu9RJaUGAyJWIquF1EhZlEES3xtCkJakSEfarx4s/E1djtDaUZVrCs4ac3JRx\n"           \
	"VMNgSwl2YqmSAZIA3bPxDxjAig1MzBN4VvP+aQTKpEFVPKiv1a+ap17dhD6py/FInhdo5NlF46mh\n"           \
	"NAVo6ToK6iHpjzytiXV1IYGrkSMKzUPqGqox4O6jJzOtJ9oGlwt+eUROQuPtPWj2Q1ZjZQfDGNF1\n"           \
	"8kQqGVaT64XISA8QGRVHTIGxBQ8toIFq8p18W4CVfYec0YhcdkP+PXdytyk2q26FbGC83LtfSqPf\n"           \
	"beQTnzj2+6MSPcaDG0XrMmpGaN2F+suVywXBK8GnevgK87G9t5GznWvxwb0gS1c78QzybiwFD6mq\n"           \
	"hOw4RIKtH27ONyPlvVJ4xnxd69IQmaTL9NO31yStyfVUGAMUzTLtsLWnULJWEBcZBCZEtVaCwfPw\n"           \
	"lgB2YcvvVRagtbAtmJxDtxSnVkPgmmS+frcymotH29foxLlxI4mZMAaJiOmsjmLYiDFG3Uh/C4Pt\n"           \
	"r1Q1OS4TBpsTvLrINYT8Phid2/RyFfM4qVGty/XmN3S6x0GSrZmpz+Iv+QUwoFqo1FuQS74WhPZK\n"           \
	"Bz+YneJvAoE5+JON9B0CG9CH3iovfJRY6EfwdO64yKHDY7HNeqzf3gvzsFX5j0GBqr0c5PmOS+TT\n"           \
	"9mKNOhHM4dCjtw9HDXGz8yPzrJpV14INroPOb7I6a/LrOpuhHAvRvdPesAjakYUZoS39h9aV9ywK\n"           \
	"Qo2wxIfvHGtX0DVARY0he8l59KG5QuF1HePDh/D0DoL0FIhStp8mjpt5OfbmKzwZ2gK6zcxkx5M8\n"           \
	"L9t+W+e3Ov0mAIKi6SHH92FcSKDXcXK80vOgMEZfHu7TxTeAZ56bLPRShq94xdlWDmjp6acSd9s4\n"           \
	"laIgHGvOMiV6tqC3z4Ifo5UmhSsQUj3tvdjuw7r+8Nv6UPeyyvBm1VVtl/OfzXV2FwmUX5amQEwB\n"           \
	"FiKSz92jlJstVKqjAVWQtUbeZtqgmmiMJAEYSmGXuSMlFjWtd9+gO9SOlTJ+t/Bg+saqlk/RJ12d\n"           \
	"dIQNXMPA366oYyXhMHdKnB+U3wtB9o4K0jNdOc22J1zVY8MASGdcOPs6peeAM0MIVLL9Gtqt3/Y4\n"           \
	"+5Fi2IR9X0Qr93pcFgC/pZzjWhSSn+sXODM/0ZS3RhCtBomOsFtn/tp6xoKa2SZISpRWnWktGs7X\n"           \
	"xKizYkfjZhZ14q66dnoL8A8zFnl7pkIfJZ4/jET5GEBm4/FpYv6SK0vYbOgnWFP98i/vmyBD/6D1\n"           \
	"x6wqgHbSFiGT31AM0F9O0GwfFfL/y2eoYVX/LQyI236kUCb5CL7MUNkE6tiRTxg5jTQs0cNkJgvo\n"           \
	"vatn/p61rXbIeyEbO+D0/o4hRzx0gFH0zp9QdwPmdVSR4YSphEyNFRsW1q3/MHZalpzcjr8Naiow\n"           \
	"XXJJLYE4HWVuEjXd5rN0ppnBFOcHSOz9dB4f1te1/UZyCkikrOfmTbzAsUGS/qGLtPJb+gh5ksdP\n"           \
	"2vHhf+mjk2oY4EQBAQ0pMef5un+rjKc3N95HNVLYs4TcGyikU/6xaz4d/QGQk4SnwKosE6WmG0II\n"           \
	"wzBGbE8YuMnIp29GWFJAF9SVLkfoiTE+MBcGCSqGSIb3DQEJFDEKHggAQwBlAHIAdDAjBgkqhkiG\n"           \
	"9w0BCRUxFgQU7+GUE4RilhCDg2PRCPt5bJMO+LswQDAvMAsGCWCGSAFlAwQCAQQgfXTZlYjt4V3k\n"           \
	"NeGXCvO8Vjv5Xs64p7Fh86VYSIB62nwECNUkbLSYiWapAgMJJ8A="

/* Two EC keys with self-signed certificates: keytool -genkeypair. */
#define KEYSTORE_KEYTOOL                                                                           \
	"MIIG8QIBAzCCBpsGCSqGSIb3DQEHAaCCBowEggaIMIIGhDCCAksGCSqGSIb3DQEHAaCCAjwEggI4\n"           \
	"MIICNDCCAQ0GCyqGSIb3DQEMCgECoIG9MIG6MGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDAr\n"           \
	"BBSYxfW5wlLagQkkIjdXhGHcvRQEJQICJxACASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoE\n"           \
	"ECCeM3VQpPt3VKPOEO//QZwEUEX0RkC4RuBGLe53XilVycQX50dwI2wVjjGzMohBREbVX4TkleIh\n"           \
	"t0CHUz6xDCXIjJSAfN/bb7mcef8InUjwd/xLawmm+9o8Sy2S2VD7aOsOMT4wGQYJKoZIhvcNAQkU\n"           \
	"MQweCgBmAGkAcgBzAHQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NDA1NTExODCCAR8GCyqG\n"           \
	"SIb3DQEMCgECoIHNMIHKMGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDArBBQwGvc7vaglQRLu\n"           \
	"fVnJlGKtqrD1wgICJxACASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKnjCvl6eQXVLGms\n"           \
	"CO0SFDoEYDYaQjIWA4L6/9EHMY1QoIXNcZNfeoBffdIrDwwjZyxV85+F46+C2cz2+N25o5XyUl/M\n"           \
	"1EaFVnEGZ96OGJtiRXhqAQZetlIaEL4q5HQZdn+qMsuOKb3CUtpj14U/fnoVqjFAMBsGCSqGSIb3\n"           \
	"DQEJFDEOHgwAcwBlAGMAbwBuAGQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NDA1NjQzNTCC\n"           \
	"BDEGCSqGSIb3DQEHBqCCBCIwggQeAgEAMIIEFwYJKoZIhvcNAQcBMGYGCSqGSIb3DQEFDTBZMDgG\n"           \
	"CSqGSIb3DQEFDDArBBTzCMrNa2TJKm9Z42MGwX6gvkM13QICJxACASAwDAYIKoZIhvcNAgkFADAd\n"           \
	"BglghkgBZQMEASoEEIpogjc1Fwsb4kfDAl7M7yOAggOgfw71iwi9jBgSm/oy22VhoTP+p6igK9xn\n"           \
	"F7QOZh8eBzLkoBEoagHaJIPF6uhbm1wU7S4m3dxLAHzw4QLH2Dfekbr8MGwVQmCOZapiNtLQ3Rr/\n"           \
	"agBb/BQ40MnS83SwC1TQbMa0PMYhO+k+KF7uVoW5KRjaew2c640D7zwl9M4gj3CbBAH2a0eOoOgf\n"           \
	"tu95l0gx1GMHCGswoFtu7M1KJmwp8OBPgMh/B9PeJNjSbFzAHzj70TG7flLwsoSsRr1mbr1MB5yc\n"           \
	"XziiOsjZyUJxsuVnwlnhus1YojVnjS+H9Hq2oukwUKik1iIQg4SGKsaz+r5/iEl+0A2ue2P5JNsF\n"           \
	"FUVVrgRYg2BNrpCmWLHshACWevu/Lv6ExxB1tf3qGVGsrpwNRpnWRlDMYhMv921+G/oVtwTwekAK\n"           \
	"0BrWuMicTJg/FrnBZCKgolVp2QNKbfRUGM0yBEvHom+4SxC5G04jh0hw6nQrl2jkcyWfpNWbwmGc\n"           \
	"1Wf7usoa+9GHO3+bvGISOEg6cPqFoWAiDvrCUkdFKkNQoWXirZHelqiK90UqXgiHDRtlKNStP1xH\n"           \
	"xledPM8wFBwAF1U5i48QdUDlhIfBI4xC9nhkpnaqIHfDfcS4HvoId5snOg9UOVBnJhfB2uJ7Z1JH\n"           \
	"ywbb2poDg0ik2neK/gAS9l9cCN3BXLLGkxAs+ipffbaA8dkG9PaKxRT2PBv/EbpCbqM+zGcDZgVL\n"           \
	"bOG07/9p95mQXfyCRgC8kJ9BW6JsPa6WegLdgqWliBUCcCLU4MISxgYy2BgaVvD3FO1FqUw0SPva\n"           \
	"v56kzZsa4tWRZb8f54mss9cKJXQ6fQXHKT8gRYA6ySuLu+nl9FmUl6KTnPFwFg2bvmETmrTBPElv\n"           \
	"VBRHXkpblY6jF8LuIyh42zzVRekkv7jbRC8DMImYOle1eZx3T5xzS/c3DRScqF5DJBRbb1zGgKsf\n"           \
	"DextYfjoQGqYh2e9NK5xViyAcNes8giHLvq9IY1oFOCFKJCDM97vHq1XfT34x0xBEHzwJNms7PNm\n"           \
	"3nxNUU8pe7uRoegVaoqdRQz9FIZBiwFWPBSnJTdRPbSRMujb7tQ6xMLqrex+VXFwbP6b8k1QYikC\n"           \
	"9e/yXvQrAuAuz2cX3pcYZYNinDpAh99aEOnN7ma8qxwgYX/0r4TdxNB49ml+PYvO5Dfew2s6eanZ\n"           \
	"gdY8NGdxrE7CiT0gNiEna68KqTiptvF66f8Oty29FQCC0m5GAI632pvBzBuRHjhCSjBNMDEwDQYJ\n"           \
	"YIZIAWUDBAIBBQAEIH9erdpls4mwNo4yBcDD9pUvSLeTrLr90z4gKtPVES67BBS6FCOXt+fvchM7\n"           \
	"1bI2+fVimXNlPAICJxA="

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_FIRST "diMQdSNkVUN19XuxKa_Y-56k1Pi527dgw_qLq6DMnJQ"

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_SECOND "oOmjmycJV1_DGDLD2PrzUIWelQlbKElrOgF2KgaaXIk"

/* keytool -J-Dkeystore.pkcs12.legacy -genkeypair: Triple-DES, and an EC key without its public half
 */
#define KEYSTORE_KEYTOOL_LEGACY                                                                    \
	"MIIDOgIBAzCCAvMGCSqGSIb3DQEHAaCCAuQEggLgMIIC3DCB2QYJKoZIhvcNAQcBoIHLBIHIMIHF\n"           \
	"MIHCBgsqhkiG9w0BDAoBAqB3MHUwKQYKKoZIhvcNAQwBAzAbBBSPxVX3fbMP3b3eBYw73ECrlN6J\n"           \
	"zwIDAMNQBEhvToI2KywbqYHVgCEZNTw7a+wl7vCYlQ8BasnwVueuEOYTXvHSdevKmreGJBP5OQZ7\n"           \
	"yhXn/Pf96MewmvEhhM7atCTkyGx57rQxOjAVBgkqhkiG9w0BCRQxCB4GAG8AbABkMCEGCSqGSIb3\n"           \
	"DQEJFTEUBBJUaW1lIDE3OTUzOTQwNTgxNzIwggH8BgkqhkiG9w0BBwagggHtMIIB6QIBADCCAeIG\n"           \
	"CSqGSIb3DQEHATApBgoqhkiG9w0BDAEGMBsEFIc/A/bfTByVxMCiAnnSbcAGuWWUAgMAw1CAggGo\n"           \
	"lorwqbA9GLIRNHumoyhIkIxscTpwmKNkQzMN1584IrlAo83Pqw/fI+j+XHVJsWjIn8rHU1fyXAVL\n"           \
	"yu7PZuzOAGxAQZynD3QAtfTzErXw3OsjZxhZnvKI77V+4qkgqWFfS5M6AdO6NiUjoO7USg3CYxuy\n"           \
	"GGCzNTGdi3R0t/MrMsqqEgGvKCUAMPUsWqd0T/lYRPED5KSfs99YDcVwBydvpy6HWs7ewVp2SvJd\n"           \
	"FHBbGOWVQY+etDFcuz2o9H6TSaIWywEssj/NB+3vIc39VRTU/arN4DW7IB6O/h5GX41TLTI8HZGw\n"           \
	"8ZEJTg143CUniRbnFzbGfpexKjkV6qj1PPhq32N278hpDEHbFBmdyzODzih4qqHaFJnSl/04UHqA\n"           \
	"yMdO4gPiLswtcRnWFLhH5R4KwtMtW0Vq19MpZwQQNieIsDYRRulSeUSkPj7l6YfXMxtD6YIiXChq\n"           \
	"Nhe51evwYu0fRC3xEFF90jqSGozcCClI7X9HqEuOiM6C9M1IWw3grtmNZ3j6bn2Z4dhagR7Jgdva\n"           \
	"5cYNpIAb25t+698NugwkQWvyPrB68hHJDzA+MCEwCQYFKw4DAhoFAAQUG4UOfs6rjHRctT+UbyfK\n"           \
	"x9wnUBQEFPz/wd1eL+kuTisvKId5PFkNhrSJAgMBhqA="

#endif
