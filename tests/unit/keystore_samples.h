/*
 * PKCS#12 files as other tools write them, base64.
 */
#ifndef JWKMINT_TESTS_KEYSTORE_SAMPLES_H
#define JWKMINT_TESTS_KEYSTORE_SAMPLES_H

/* Alias "Leaf", password "secret", the RSA key and the certificates above: openssl pkcs12 -export.
 */
#define KEYSTORE_OPENSSL                                                                           \
	"MIIKyAIBAzCCCn4GCSqGSIb3DQEHAaCCCm8EggprMIIKZzCCBMIGCSqGSIb3DQEHBqCCBLMwggSv\n"           \
	"AgEAMIIEqAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjwVnq4L7Hz\n"           \
	"4AICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPvaY0Wbtgm1dUL3XOCjRnWAggRAXUcA\n"           \
	"E5/tfgYn+NViN7FjDFBXD7fTX9iIzDB7JInM+VxRsFu6dVVtMEkuo0LKj7+vBQEqzNSeZCfrZzSt\n"           \
	"Z1o2HDCu48JWsTmku4lxJjTj6DAmncPPFyFWbP93Nebu7QFd0UEK6ZgPtIGwt76GRz/knZv9B/Te\n"           \
	"J8Qo9pLOYnhrlq66ZKfLZt6io7umpAtlF3rxqbVxfE2IdYiBIWrjRrNl4m9Gw4yNddaOecCVSNMZ\n"           \
	"AgjUV/TPkxIn96EFPTYH2nlU52aAJ1dqaDjy6x/Sf+YnaO08FCWdiDXpJv10VWYN+afcm9lxMzOX\n"           \
	"jsMHJov9hjaeVdVFDLNDb95WMUNKwP/h8vDPemnz5ji68K0hx19yWSX0hi7U4bxVJ1b5s2pJyGQV\n"           \
	"TKT2f6q2+9YRUC3CLlwMFiJmKR3VKn6wBQvyfm4EchCvtfSiJRXsI6w0CJq81xw/Rbwr/A4jkZBh\n"           \
	"8gWp1DDhx55vkqhCFYNI+3fbx5hVySXTRipXmUjRY7LYxQ56zQAahAfgVLGalxCweCJhQoB6HU3I\n"           \
	"26veau8WuzEIfiZ6SaTLpSItwGoQRz6oyPj/D7R3Ky9wi8QclbDK97RVD+g539yEV2+pWI5RAARr\n"           \
	"DpEXdEaurBknXk8WQXo5HPXwWrInutigaB/fFXYaN18NghNjc9/Uubjkpuy+u1/0119s5MiRmfun\n"           \
	"9+LZ9jtnKVRK3sc/wsvmj/I0syFO8Nkq1h8amnRPSC1iZnMkWsfkjAi9kp7aRIWogEdvkQT/hkgH\n"           \
	"FtOo/djFmBECyE7Yzgn5nhg671+oJGYmdUAy5maJKM8N6o39xDZBzzEk7BkUm3oFluItALk94ZTT\n"           \
	"EP6GK/cTBHh06OlrGQ4b4++BqQhoMzqwqpcoUJoe+C0eH29S7QEL+FoQwGOVE+bjsxixqIR9FdQj\n"           \
	"ZedhgGqh2sWLKMxSlklA9q3AIurERqeoEg+tQWRmzTXzD+6gvUjMZqsf+8yr/uSGqeF1APKpFUqX\n"           \
	"pUanewcuj+uZf8ohpIN+iU3i8ruqmAL2DnBfCFAaaCde4EItPesw5YQeAH06zEwKFiiDZXCKkanX\n"           \
	"idmtNQr0nR93W/2OBYVZAoTiMAS4lGpxzpQG3EiP31+3MvdL7xzSCfh4pE32S7DVML2K1ppQ6RCd\n"           \
	"XfiOoL6VYg5pGM+9Y7OzCeXEZzt0XP6LLx6yvNh4/qB8I4GHwl1W00Hrp9HIoiLJ10P4QXvvByWv\n"           \
	"epDshWhmPPXQBykZ+cIrm54du+mzKf/nHyhBdVfunnjUAB4J2A9KFEGx/PzsIz0300xqxP4jmPAC\n"           \
	"/51KB+ReuVYetqUp4Sk+CLQHq4sU146uw1bilrOKkeL1d9f4uRtm2nl+FbyHbH2+UFKZqCrdlXNP\n"           \
	"PXKWuD/fFyRtIKppdJFjA+fLQQS+3kyDMtDsLGY7/F65vXiUgOR9yHUTUZk7/Zwo+rPsidMrMNTo\n"           \
	"0bUwggWdBgkqhkiG9w0BBwGgggWOBIIFijCCBYYwggWCBgsqhkiG9w0BDAoBAqCCBTEwggUtMFcG\n"           \
	"CSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgFq7qwYy1ArAICCAAwDAYIKoZIhvcNAgkFADAd\n"           \
	"BglghkgBZQMEASoEEPr+DCiIxRtCH9CSL4D0RB4EggTQ6M4Gj4HSn6hIeCMYC0XgJ0GMkrfv70sA\n"           \
	"nJnScXcTveuaa47M/3/BS3WbTSVZkHdFIKXPREok5SgL0DYB01vfKIK2+1hr4qfNHYQcGOt/8trk\n"           \
	"h8zGcakpxBh6B2Kd+cB7o+fLZh6JFyMUrj2i9zzAIo/UzQ22hrDCDm1PYN3UfOkj8uB/068wkw+j\n"           \
	"wUae89misU/+VSLR8zOzILmv95GC2CqT8nW29O7iQKQ4GA+202zVpsRpv+yPCnKjIMIMbeXQVvDI\n"           \
	"PLV25Ms7VNNd/Qsq+5wlXl9U5Fx9E51QvS6yppZ7kMGsRY05hpNI4Zo60aFTUq28q5y4nWRc9X/P\n"           \
	"50bnCQJzTNH1+dizhPqwN5PLvWy+7iBgHoocRj1zyO7+NkxO9Hs36gKmxr4ED6WlfuQfWc6ETP/v\n"           \
	"1En++F5bFOX4iEfsLE/KDejx7Ob0psM7oy3Mn63Ta2dYN80nTmfIG2IObrqB34lkIkiPV0pDps6Z\n"           \
	"LyTt28pqEUM8KU6mj0syDk4aATLJb6Ig0Gmhw9axO2bxuc3KmwlhLUeC7fGCNhaIbR9rt8uWMnqs\n"           \
	"7h4NGiqyyRbo5lT3eliS2jDmP/pEXi8Pz/XoMoKcEd+n3vOAg3gF4JejIw+RpIjOfszRkkJxFiSt\n"           \
	"bbrXMpScZFqHrJ0RbV+ihdrHsGU6DoG5RFGzqC8V2lUbC2fVQkaf5JhYTDzXOJIqqniYn1wNsC+H\n"           \
	"a1bajxKNHba5RtRJC9xJ04GfH4w0Zb199U40z2+y3q2tbgF8oNNUH8r+moYyvJ0RM2BSM0GctUbb\n"           \
	"5LXRb/Cjs53o/0kKMKiOZwCEFVUqUcuOsIttnlXhqHfZr2sSIbN++XBdsHvjXbtb9HApPL2RhRgU\n"           \
	"MDxYDUloSAIxPLa67on8kh3KTDgfe565tdoO0fo3ncAzmysj7Jlrszbpt+LRCRHV/gDi9dlFZDUo\n"           \
	"UAuMT32oSm1qGpIAV56VHdY6/LmzaSLQnQeiA9ZxTIWwleeAPJhHj3bV6+/k6ScBBMmZlAN2mjuO\n"           \
	"EYEC2xJWB0p6nbKKP+Q145GkHJB3O7G16YZRNM5YAa9k0anM3i9HKqzIhgoU+SO2x/h1/rKCBpvM\n"           \
	"C0JbwrMsjq9+KuPmmgpa4+P8Ciq3bOcQHEx/yCDQh+FeM6auFiBkqhlAYNo1MquBPMNBLoaRjJFx\n"           \
	"k++X3ipsur1oO6n/pSW1S49/p5S19gQqWiOY1CutHnBHlne8CW9dFog664cZyNfXUeT7tb45/0TH\n"           \
	"wy8WmJvaHSzPUUdB67y3+NaMH4bcHQqgpsOypMWpLiJ1hgh3/7yGZEH4Bmcn6YigWk3OtO06DaaH\n"           \
	"8JsUFJ/yO1CdOp9BdLPGRVDa37OqtKGRiBC+CKrgVVENf2+obFuKBoOFogK06gR6mVj3rstr0Nf7\n"           \
	"2DIAJ/CDnS6Y/xUGvugt/tgsHmprIyM/jemrDG4mYP7PnSReXGgJ3D2Q48ZEspFy3/5IUs9s8/+L\n"           \
	"N2LyHiqPim9bkoGLXr3WOt58fmK2biB6HFKLk6vJkG5Ji/YvkoyjQ2WwZkluACuP8bojuQRqTKto\n"           \
	"1PB56PsfRDk1t7PnfCiVWwBaOFStuuj18iz9iSOzDEck3caq+FG1bxo/HUs2kzHLL52Nv5TpqxaQ\n"           \
	"0OS3nXLjhpNBbHkxPjAXBgkqhkiG9w0BCRQxCh4IAEwAZQBhAGYwIwYJKoZIhvcNAQkVMRYEFJPb\n"           \
	"ysZZXHjwxj1I0il5UTm4sb2XMEEwMTANBglghkgBZQMEAgEFAAQgb9xZoHf6nihvhcPoDdazpxjS\n"           \
	"w8gA/Z0ZDMxaO+7t3jAECH4UuWmsYOVsAgIIAA=="

/* The P-256 key of jwk_samples.h and a certificate, RC2-40 and Triple-DES: openssl pkcs12 -export
 * -legacy -certpbe PBE-SHA1-RC2-40. */
#define KEYSTORE_LEGACY                                                                            \
	"MIIDPwIBAzCCAwUGCSqGSIb3DQEHAaCCAvYEggLyMIIC7jCCAccGCSqGSIb3DQEHBqCCAbgwggG0\n"           \
	"AgEAMIIBrQYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQYwDgQID8vIBdV/iEACAggAgIIBgDD3VXsP\n"           \
	"Bv2p/9iUWRNuVCWOGnXmSsaYHH6uNqxm7T1D0JUUkxH48Iyf83I7grkGFB/j5nU5NYpZiYQ/kYcL\n"           \
	"dfmvjVJcJ0Jk5kGFGK+EB3WqxBzgGJy23aYWJjvWcEO6q6gadhJTfg/nUuzcxfJ2fL6TxPSGIFEQ\n"           \
	"QryRum+QjQs6SQ40WMLsInYtxpRo2pnGQO0u2nFS+l4rUh2+Cp2XDvv6Q8hujXnNP3Q5gEyL0tWV\n"           \
	"HyuJc2cR/MQG2ul2+IcCWKlDu0Xm5l8jSmSckEwJ10PSK31v4S2o61TgVvRdlbgRDFLjXMmiwhyF\n"           \
	"/853df5zKgtb60cLLw6ux5QIsyEu/HdqfWf5VI9mSqIJEZ1C+5gApvu0LqtHjyINEXCPtO9P0ySW\n"           \
	"vdAmsvCkHYdjZcOrmLllaHucBrSxAXZoY7Izt2R5uXFKeruKrMHwYlO1FcCISYsA54Vp0FQlmC+T\n"           \
	"Qh76ewkqEZRtqM/E2n1xYNNIJyEQfENDgRqgDR7Sbj6djJ5AtjCCAR8GCSqGSIb3DQEHAaCCARAE\n"           \
	"ggEMMIIBCDCCAQQGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQISIp9wJkBUeEC\n"           \
	"AggABIGQ/GLfu4fyyzvXIoU9XJH/4mZHP5AMThxTdw+8pk/rKZegGMc0tYYhjs7Fh8ir0s2y+kcT\n"           \
	"DGitiorSWqkZ9RMSvW88YrZBXepfqXfusj/+uLK2iebKu+27/74lQuP8b6sVej0rb7KjRK1PFr3e\n"           \
	"y65YewQxa+TaAofEJ9jFrpu4gZfkr2EaZSYuWilEaL3ZsH9QMT4wFwYJKoZIhvcNAQkUMQoeCAFe\n"           \
	"AHUAbABlMCMGCSqGSIb3DQEJFTEWBBQwvSP61PeKY2R4xfDgMPF66hdHIjAxMCEwCQYFKw4DAhoF\n"           \
	"AAQUAmu9tFCjBxgZZFE6AyVEp9FwcbkECBHQ38+DUSHhAgIIAA=="

/* The same key without certificate, alias and password. */
#define KEYSTORE_BARE                                                                              \
	"MIIBfAIBAzCCATMGCSqGSIb3DQEHAaCCASQEggEgMIIBHDCCARgGCSqGSIb3DQEHAaCCAQkEggEF\n"           \
	"MIIBATCB/gYLKoZIhvcNAQwKAQKgge4wgeswVgYJKoZIhvcNAQUNMEkwKAYJKoZIhvcNAQUMMBsE\n"           \
	"CGyF7daiETxGAgEUMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAd0GS5yX7xBlbgZWYzckQG\n"           \
	"BIGQKPi3iEJN0ePoTsE4G92KM6euUxAPxmixEZX7zIGbCujvQ0KVg/2BYoemK8aTezRWKGoFnt6u\n"           \
	"E3epelQXf6e5jAKugxvP3xykW/FqgC/YpGjFAbvGrpM5E+NlAKD0Nd0QHzcvYnoft5NJa9utaV5K\n"           \
	"3Td442u3CuyMsZ0dvBgElrfL9rD+m74QLyvFG3H/Xu0pMEAwMTANBglghkgBZQMEAgEFAAQgnr8O\n"           \
	"ybk+uJsth9OJ1ixGq/R4iSaR2Qx+ZKUM1BfXEHEECH/626bZPsdCAgEU"

/* The key on secp256k1 with its certificate. */
#define KEYSTORE_SECP256K1                                                                         \
	"MIIDvwIBAzCCA3UGCSqGSIb3DQEHAaCCA2YEggNiMIIDXjCCAgIGCSqGSIb3DQEHBqCCAfMwggHv\n"           \
	"AgEAMIIB6AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg+UCzR96SX\n"           \
	"2QICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEP0bxlojH6+eK8NjBcS/QGiAggGAnR7O\n"           \
	"1EQaPxr57uTScWjspJVU1pFnJ0Eg6iZq5iNw8LB3++4ASRf3f/Vwi3DLvz/XqDUSgTrsh4DceQsz\n"           \
	"psa152jeXJ6ivvEForZtg5cMQlHOvyJ+AtRztpb/cyWGUWl+5N0ibidpvBiDAYqzKmvMyRyjHgRv\n"           \
	"Fvgh68fBUhuKP8Ijsbo6p7OGzEFLmZPJWdHxsES3L68hmJnijcLnaJGBOE3n7MlK/loM1WsLGYOo\n"           \
	"M/zNye/8Y+F8IzIVWMHyWsh/KCD7TmI3Z1j5AH5IO9FYGI1JTIrIc2wXCKl8EDmi8eN3hW+ckxfQ\n"           \
	"djaL0w3XVvbuarPRkvOGhNrDu7y9Od4p/b1Zu7tjAaQ1V9IZFu3hIN6Fy5S2PVoRgWQDot+daa/5\n"           \
	"NE0J/+H3yGwVM6XyBQakHmSKzT8U4LKzNhcB4PSc7PtFAtLfLrsnQkx3YgLc9U20YpfRiC+cAwsR\n"           \
	"zFjEdqLuGahh0xV6+tRUaHPHFs/jsieNZVXtxypD8r3oIwDCG7fJMIIBVAYJKoZIhvcNAQcBoIIB\n"           \
	"RQSCAUEwggE9MIIBOQYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcN\n"           \
	"AQUMMBwECJoEsErHBjGhAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQU3X3zIRcB5/o\n"           \
	"XZQqBUxA0QSBkHBCRl/i3nbEuqAb+7bx+b4WhQ8Fcvm7qjL/WCxi/avzM7RtAeXZXfGBnwZJZNXh\n"           \
	"J63i577UdKh/NNzNjarBTycRYpdDApy9IQMtUzxvTO27YseOnpVJHOrlKoxdlF62N0cC8A6MetcX\n"           \
	"8W8UTTi12xZgRBVTykSmakPtW9+x0PBj8YooaR603BvgprKPIAa+7jE4MBEGCSqGSIb3DQEJFDEE\n"           \
	"HgIAazAjBgkqhkiG9w0BCRUxFgQUwXPKGrANhD0Frr4BQje5Xu7mzCcwQTAxMA0GCWCGSAFlAwQC\n"           \
	"AQUABCB+oTyXlr2o6cOzcoSpOjPCjfiXz/Z+MzT5MY5JJB1//AQIKaV5hwjbHngCAggA"

/* A certificate alone. */
#define KEYSTORE_NO_KEY                                                                            \
	"MIICJwIBAzCCAd0GCSqGSIb3DQEHAaCCAc4EggHKMIIBxjCCAcIGCSqGSIb3DQEHBqCCAbMwggGv\n"           \
	"AgEAMIIBqAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjv7s3GAN0c\n"           \
	"XQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAyaLhOitmSQukDsnb9ta0+AggFAeL+9\n"           \
	"OwOviHreRzj7arbU7mW/Sz9eATtbK9vG68XRUbjxLx7WuKjGBkfnLXtGGo+g2cDoVFPok+cAguk9\n"           \
	"1sqzS1IvlA6aRwOMVHw7w3aA2fCNHJM5l1rCPqAHdJLfNh3bVqFgrcHsqkjW4EmLIenaYwsBQ6/x\n"           \
	"e/ZkHw7YW1psgoNPsmsHGZxu679/SuHUt2+J53o6NBcv1AFvJ5i3vw8BcXWwOGrpsVXwt6nmBvj6\n"           \
	"AFW6rWxq0T53WNrmsTIWOSCpCDT/QxTjgX3+FqVqShcJUeb4+TT40y9lyJ2WV86mNwI0a7ZKjyeS\n"           \
	"+Esz3W+0I4bXRZ7VJ6MjYQaJnAWCpsLIzncjw0PntVbTM9kjCmctwzGtsGgOj/3thEwOtDwGc5F7\n"           \
	"BHzD5Aj/EHYkMkGnIvh8bbBeZmh0wgyRa/r64ClIKRUwQTAxMA0GCWCGSAFlAwQCAQUABCDDF/PV\n"           \
	"uk4M0S1WyQB8gG9l8ci/48W971/N0xKFcXsXfgQIJVOiIfp9VmUCAggA"

/* openssl pkcs12 -export -nomac */
#define KEYSTORE_NO_MAC                                                                            \
	"MIIBOwIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEG\n"           \
	"MIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwE\n"           \
	"CDWaoUchQ6MtAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQk9UsYt6LvkbjAJMDylbn\n"           \
	"8ASBkCw9EwWiQWoxeLAt8i7wJMHjJmTsRKEWoww1C2BIfDoxqAYTvKT8a0X9Y2AfKMuUtoFAgCHM\n"           \
	"Ex14fyQ7i9FQHry84N0c6UX9R4U1meRDYr7IHsZsv+PDPutpjpf/0g6g+uVoUzDXPeviwxHYMoWA\n"           \
	"MOUZih7Do7UGk6TvCATaFAT/cgDTnF2l8/lMpc6zcGgO8g=="

/* openssl pkcs12 -export -macalg with 4000001 iterations of its integrity check */
#define KEYSTORE_ITERATIONS                                                                        \
	"MIIBgQIBAzCCATYGCSqGSIb3DQEHAaCCAScEggEjMIIBHzCCARsGCSqGSIb3DQEHAaCCAQwEggEI\n"           \
	"MIIBBDCCAQAGCyqGSIb3DQEMCgECoIHwMIHtMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAd\n"           \
	"BAh+lWXr+Ma6SwIDPQkBMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBB/QnTIAcSvjssw0yqi\n"           \
	"zsYGBIGQxC160KWKvIBJ1PWH8ZUU3ed9FwwjLsKH7cRC0IbUv90gKrO2etK5BO833CYb66XT4ly6\n"           \
	"pnuaJCfvI56zsx4/tbj6ijHleszIW1Ng+K31b48xyB2WSdCCbQg4o7KEAXGB1F8k/JpsRFGohn0y\n"           \
	"0TPU5uSNZYJ6T/xyiLTzEOpsnXrhzOeM+3VXmOzveAYemHueMEIwMTANBglghkgBZQMEAgEFAAQg\n"           \
	"FBzOxCiw37Q0fay6ZRgZHWvpo5KB9IDXcCYFp6dQUoEECDYLORGsQhfmAgM9CQE="

/* openssl pkcs12 -export -iter 4000000 -nomaciter: as many in each part, and one more in all */
#define KEYSTORE_ITERATIONS_IN_ALL                                                                 \
	"MIID+gIBAzCCA7QGCSqGSIb3DQEHAaCCA6UEggOhMIIDnTCCAlMGCSqGSIb3DQEHBqCCAkQwggJA\n"           \
	"AgEAMIICOQYJKoZIhvcNAQcBMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAdBAhlD2bDApWn\n"           \
	"rwIDPQkAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBB5CnnldljJkiCBNl1Hx4PrgIIB0Gi3\n"           \
	"qDpTxacwaWHcdEjXkJA6UMk1ia56uC2+kK4nkQcEL+JLCylflfaAXY50YLPugP0ryilIkvU+TOPl\n"           \
	"GdKZhewLuE2UWxALe4lMhSlYSphGInM+wVtg2LNAuKAygiYnglincltSK51PSgaHfDfGWfYlfD7w\n"           \
	"Qi+WhMNv6nr0G3Ok9wJUMwuydDT2gme3GezColcAC+1netK6eHPMv2HOWry7vDlx3D/2lxv0ixNX\n"           \
	"+CFqFulkExeCmzPlG97/TtHlcRSO3RDHG3ESzHC8uMzAmfG8p0dHgtPhoNhlWKToBxqrnTkEF4gX\n"           \
	"RfrYVNfnv8kPnfKO6nbtzRcThosV7MviDXLMT4V0jRODnqQ0BMTrA0kU54uOCnZFAhRq/GrKnUrm\n"           \
	"x2iwzPFpTW06++UmIbbIr/nbaW6DtSbhJwWB2s0UBWuivgXlRMIOcYcccHGI0adKA66aoJkWK1Yf\n"           \
	"utttn//Kjj5wZ+D6vPhDBkt3nAZW+ufxgp7xu7M/cTTYdlqs7MSj3rAzNq26nrq7HgkT2NvpK729\n"           \
	"jriO+63kjAagz0lZPC2oKljhkrnqIqgLolLbtbHKzcxwl9tQaJA8jfkVX+0UI/Mghfp519/KhGfi\n"           \
	"xYd1I5w6MIIBQgYJKoZIhvcNAQcBoIIBMwSCAS8wggErMIIBJwYLKoZIhvcNAQwKAQKggfAwge0w\n"           \
	"WAYJKoZIhvcNAQUNMEswKgYJKoZIhvcNAQUMMB0ECPUNWHiPBKYDAgM9CQAwDAYIKoZIhvcNAgkF\n"           \
	"ADAdBglghkgBZQMEASoEEIqt7WASCmhafwKohNstbFgEgZA3Df2oJLP0dl36TDG4t93nhgf5SOYK\n"           \
	"5W6Zn/neLSeI4wLpFZnJUoN8ofFDxKmk4nbJw14BIepU871AAqDK9NX7enw65UfbNsYmWN7IDdBh\n"           \
	"10/Yvv3eciCzvwfCMRwFm8krgA6drBdHHTB4QZTRVDrUMb7C1RIgX0Ry7T4u1N71nkioTMPMnC6C\n"           \
	"k+yo+YYr2dcxJTAjBgkqhkiG9w0BCRUxFgQUheqeIvCn+mj3PGgYpR4C7u+49NIwPTAxMA0GCWCG\n"           \
	"SAFlAwQCAQUABCBT+vzStoz9X8qMqUiv57zXPawJq4Z6FdN3GG8jns6bZwQI5p6VWx/InAI="

/* A key under RC2-40, which is not read. */
#define KEYSTORE_RC2_KEY                                                                           \
	"MIIBKwIBAzCB8gYJKoZIhvcNAQcBoIHkBIHhMIHeMIHbBgkqhkiG9w0BBwGggc0EgcowgccwgcQG\n"           \
	"CyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQYwDgQI4J9lS2IWDAsCAggABIGQqyVwXKGB\n"           \
	"ptGJiWbIUbfIzBqgkT2p54t5zUkWbXSQL657XiWZfxqsOiMZhged+IfvOPz4DJLD1UWjuYgsE2iP\n"           \
	"vUPL40M46h3KKGpblUZt94i9cN4Chq+jME5e0zXEAAGUTePMh4F4An1VeG8Ip+m5skwF3CVpw6Lf\n"           \
	"YrEFKts8LWiCD+MQsC+DNBkMRLdEaSiwMDEwITAJBgUrDgMCGgUABBT/YPOebu2Vi714oJe99p3t\n"           \
	"/kPzbQQI02fdEwSaNrMCAggA"

/* certtool --to-p12: as KEYSTORE_OPENSSL, alias "Cert". */
#define KEYSTORE_CERTTOOL                                                                          \
	"MIILmwIBAzCCC1IGCSqGSIb3DQEHAaCCC0MEggs/MIILOzCCAxsGCSqGSIb3DQEHBqCCAwwwggMI\n"           \
	"AgEAMIIDAQYJKoZIhvcNAQcBMGAGCSqGSIb3DQEFDTBTMDIGCSqGSIb3DQEFDDAlBBK/eeL/w/ob\n"           \
	"f/MPl5tzUkAhXMoCAwknwDAKBggqhkiG9w0CCTAdBglghkgBZQMEAQIEEAr09Gy5j3eoL+0JSOjS\n"           \
	"rJ+AggKQOTtGmuO4aEZsnEScE3uJQGX+hmsFtBf318/g9G9l03nif4YLq7KnY6Dwtt+1NZqRhIIp\n"           \
	"86TmGAwjb2MXNe60PkxrwR8di6l54S3h2UdOammJV8UVYehmbDspVGJzKmsObVgzWlZP/dAqK1hK\n"           \
	"FTtNGSMmptDrqwEy4kmSCRHhmoSworvnSVA7+OvZZeOqymI/ldBRSkz/0WfVw09XhD3L9oeqX+0i\n"           \
	"Bp/pDMbW+RQia6nvtRx8B8wa6ET5IViLxgClcQXvZ94Zri3hQJKY2EHPXIYQfNLPFpt7HUYr0r5e\n"           \
	"9qTrzY00TpMTWOyktvJKBYjXv4U2ZI0vhWdMPg5qDg4eHQzN/R0778zULi6tpMrXXNZnVPE6+cgN\n"           \
	"h2rzOEhGuE/pfuN0KyuyMH4rsgkA8aepfxA/HemOv5mJE8apLO5YyNvEvbgSJzWlflNYTaqVS0O7\n"           \
	"UbEej73Yuexk7/bX7M3a41sVULcrRr1gGP8TVVPDF7h0vaQFd4gUvyjcXnBxRjVuYPjBxnYkPvD/\n"           \
	"Zv5HbIW/Hmva/Y4eQ6+FNEARa7yHwDskTwkoBP44Wd608161/KTKYJ7mjqdd+ADmS//6fsZPvfMA\n"           \
	"rGzp/igC1s7tDsYnK2EJ9K2WLILuAcUjTBKEBH0BTDqzYz9f0s5Td2n1PcjW+Fr8n7pk51oAsOq3\n"           \
	"2qotfxieJBcgTMHZk6B/vHeIB4lom4jVQoS8StFOHcK0H+RusJmtc9lkk4Ou625VWBnVOi2/2bLS\n"           \
	"EL5QsPAoB+JAk4PMbNU8P9S/nuwgoQIVlvBFTRsSFTcLakD5GYrhZZqr5Q+o8mB6pRe32xptJzDT\n"           \
	"ghEHr7wAgDPM1dXfUZphWf/SZmqgJGaX/SfTOyCfGtb9xRQwggJrBgkqhkiG9w0BBwagggJcMIIC\n"           \
	"WAIBADCCAlEGCSqGSIb3DQEHATBgBgkqhkiG9w0BBQ0wUzAyBgkqhkiG9w0BBQwwJQQSCbxVH5Iu\n"           \
	"OvYOBDmmiYx3vC8nAgMJJ8AwCgYIKoZIhvcNAgkwHQYJYIZIAWUDBAECBBBdvdn3lFbjhLIEY0vO\n"           \
	"I++PgIIB4OjyFz4/bptr0xxV6mgSl67idwgjOGMa+ny3EJXbLzkdHSjVaOo8Q43V5wdvh+DSwERn\n"           \
	"VnchRlixVoU3az4Eg/3OQrx48w+jh7tCPlTVSBwvHsJUMxdGEifQOtwrs7rsBwoFlbG7/InfNRTn\n"           \
	"W423WbYs0+0Z0hbt6J6WZ6Spz4BDVqCEnYlZhJIaJdTTS0efYzni1wszR0/VmDFo1Q/mVvdgfeR7\n"           \
	"ehuQVQ6+mgFCAZwfLTJR7W+qdE5mhKiq3x28T7XvYa2RQ8JtqW2nkXvNqk2KuZSDrMnInmBgw1A/\n"           \
	"DYPUlzO3X4+xLjk8MIArRMXpzPNhHropM6VwG/SLSUzM3yf6w06PiBdEALvdHFN3VwSbnp9v5/3O\n"           \
	"FLYteG5xuJ8MMz5sHMSoaQ60ofymCGUJWciHoZ3HMOwK+r8IGwT1zouXAKKnPeooeYxPOi/Ww2gK\n"           \
	"YHDLzNMrwmiOovCWo8N4GpyGBjRc9e1BBhMJVC32BAkC47lu/K8LnBfbTljFuirpMU0tnV4EyZ7O\n"           \
	"K+F/UtX03hqHGdimLZpMqvSk25UP22W3ZKkqxdylrrOY76Mrs1CIcovWjFJtDN5ps0dXYERJCyrP\n"           \
	"3PjIa17crCtNOwZsNKegVjYXP3AI5VNHLQ+dhRLOgDCCBakGCSqGSIb3DQEHAaCCBZoEggWWMIIF\n"           \
	"kjCCBY4GCyqGSIb3DQEMCgECoIIFPTCCBTkwYwYJKoZIhvcNAQUNMFYwNQYJKoZIhvcNAQUMMCgE\n"           \
	"FUGyCOlHAGvk5vJP225pe8cj4lJAiwIDCSfAMAoGCCqGSIb3DQIJMB0GCWCGSAFlAwQBAgQQWPj4\n"           \
	"UitfoMQMyTvuLoaNwgSCBNBPgkd7lQDZryinVZrgp5g+hnLoHCvyTHLx/30na3789YWwp2WfrBzY\n"           \
	"hAjKegZ2dUz3JJsYblSUJy0VhvAr2bewMLaMRcXHJV7essJQwf0WFjTqXIlJ7ODHVOonudzWgtjf\n"           \
	"+4miagJXF44r88hDM9S9dibiUhC4OYKu1gJRPZDd13HU1Eu8W+IR5i7iyolqL99k+ALkFEVU59C4\n"           \
	"VNgcxC0ef/ur7iEv/MzXKGRLw3bJ14r6z04wiHVmuoPESs776yESVvN4CVI6P0SGQPNsDuFD+PII\n"           \
	"0pqQw3wfUM0nrgxvtNYPC2LawnA2SVkHzTjZAUum+E4k/1VFxsyfKaqZLzyq/dN3zbPf1NjfUTVd\n"           \
	"Ny8m8r8R7sIDBeVeqHn1nUzB/OBie21VMznPNUTtTgD7cwKdon4l0r6IaGl8ArOpnU2xlPQwy6IX\n"           \
	"k7MVdrGXBqwd8kLa7KrHufCFfIhsbcxo55C1M6fJZdyD+v6Dwo6AcHD3okxqWkvGnCKOU77S7E4w\n"           \
	"MIvyeBaW6bgMfeLe34dwYsihIuHOpatn8f1l2gS7R3AnUYctbpFYENlDVQzAzpUR/IlkADP3VCXM\n"           \
	"7+Ieg2CtbdZGA1mBHWURcRQheq7NOahDnnaxdCXuEKwghtagHC16DtHTgmRbu2c28y3zclSS2dpA\n"           \
	"JxJaFPq6lPqeeUAp640ByVwh0ilSFUgH8HKgQmxmFvgiqVx+41Hr+fqwASekmObJPTT4AA4aqQSW\n"           \
	"loZUdXk7KpO56K38+Pln+OXFhH2bBM6tNZmybTZaQFwqcDK0zFIgmOhPRQcmrZwrTaa9EivKYf/k\n"           \
	"4HjMZRG7E+wrrFLaiPwuLVvHNj405Jj5yrX+CbHSd3ywGtpBidvlwER5mWZpyCy7iKuXQnrKQNft\n"           \
	"PLx/F07n4lz1dRpCcDBy2UCJiC0eQwdQd3RhhUlKhTD7HGyHha28h+NIQvB7NgNomLRDj1e0Mubg\n"           \
	"hz2lj64aGh4/RuiAtyln941Y1dVfpXLLQOfPyHClutiEa6FcTMDS1B7nFBOBLdSI78RuUSPP7mX+\n"           \
	"n9caS35LGJPNJ0OqH3SXRmALBvf/aq8b1XE3jYg2u3KwPjUCLxaSq4kRbs4+TTCEmm8jvWamx44f\n"           \
	"pRhT6vDtmP39vqzjlLqWBky+gAp6vQ6F4z9PDwvuK1VDulFfKhVxasOhwseLdBXecCZugPpMjh4E\n"           \
	"NJZGNJHbN3zHiIVmKXP/7QsyEwsxrcXkIpcTLKdtoj5dyk34l9CCeyve/MeAh/v1ypmXESXIlUT2\n"           \
	"ghRuvNskoBulE1GigjMAnOgQQa4WOkprme4LpbkogHQEm3cawPb3xBWI81Rq7uOPX1WvzlMiaMUw\n"           \
	"UTx9HNnbJ+RG8OdryQUEiTc+l5aznNpNEPLeueU5R4ElHjEY4cRQOs1qWXiV/YC7aTrarquTdYKl\n"           \
	"vkPTQim8Gef0IX72w1N4elTKndH6VWuvQ0/zw1ny3p5hTOqeMQH4cRmSnOIZWsFOmNXuupAPiGa4\n"           \
	"t4lhd9mUQjnv7TAoX7N/c0Cu1MCRc55QDqaBR7eeVbhKiCmcYuaZZLtbBo890SlqhCTlULlimqrP\n"           \
	"u4aNB2LA00X3L3T0nobtYLWdwVZeribogyLcBxaK4fvUe3ScZir0asix0KJNHPjVLCL4qDE+MBcG\n"           \
	"CSqGSIb3DQEJFDEKHggAQwBlAHIAdDAjBgkqhkiG9w0BCRUxFgQU7+GUE4RilhCDg2PRCPt5bJMO\n"           \
	"+LswQDAvMAsGCWCGSAFlAwQCAQQge8UMStxN9sQ9n3kErXWbEUqD8vtkh4WvrtAxmKP5gdMECI1L\n"           \
	"6RzOSURaAgMJJ8A="

/* Two EC keys with self-signed certificates: keytool -genkeypair. */
#define KEYSTORE_KEYTOOL                                                                           \
	"MIIG8QIBAzCCBpsGCSqGSIb3DQEHAaCCBowEggaIMIIGhDCCAksGCSqGSIb3DQEHAaCCAjwEggI4\n"           \
	"MIICNDCCAQ0GCyqGSIb3DQEMCgECoIG9MIG6MGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDAr\n"           \
	"BBQcVxWD0lrWteUd/i3USnV1pETeRgICAMgCASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoE\n"           \
	"EAshZ5wkPpXOO1k+bC6bqCoEUAd7gPYb3cb6GVN8XxDKzkxxoYlL6S7erYHu658O39BLujNbbyJv\n"           \
	"w1gN3bA4+9+XAb0zjLh0iZBMoc2jDA1QOVdb4ZOm50vvMwxgQmylqSluMT4wGQYJKoZIhvcNAQkU\n"           \
	"MQweCgBmAGkAcgBzAHQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NTUzODY1MTCCAR8GCyqG\n"           \
	"SIb3DQEMCgECoIHNMIHKMGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDArBBQ7qPj5awcctu22\n"           \
	"NgLFXjWk4t3n+AICAMgCASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEENO/RDxmFH9kNCCT\n"           \
	"5psaUdsEYGs6YNUypXKhsj2Khrv41inTmdnd6NH7Gnve910EXHIG3Ansb5YOTnQfWdCmCv5XBVrI\n"           \
	"IMungznfPXhrtKUFfeWxFeLXhvs9oCgadwAH6qNoMu7xGjbV5rgdFBIMBgQL7zFAMBsGCSqGSIb3\n"           \
	"DQEJFDEOHgwAcwBlAGMAbwBuAGQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NTUzOTUyOTCC\n"           \
	"BDEGCSqGSIb3DQEHBqCCBCIwggQeAgEAMIIEFwYJKoZIhvcNAQcBMGYGCSqGSIb3DQEFDTBZMDgG\n"           \
	"CSqGSIb3DQEFDDArBBTp37bK1t53BPTAcjQUHManTnrhEgICAMgCASAwDAYIKoZIhvcNAgkFADAd\n"           \
	"BglghkgBZQMEASoEEK62I+y3tTakMKmk7tZWgBeAggOgO7bLwcatGp2ijsSSZ7NYrbI3gA8wkVLp\n"           \
	"5rsaVrqCPodWtw/AJQ1xFgPEO/A6UiTeDdbMLoloSp+A5qu2eHLtoZBx4S9meJXSfKYa3jJZ7wI+\n"           \
	"Nf1uqLFqLce2HoieAG/1DJbVJyc3ziQhnfisUlnBDhjH8hTx6zVynacCp0tvDAKlwcF8P982ZzyY\n"           \
	"jvpyJF8l1wI88lSa6BPaAP61r3Ol4pR5WrA1wHLhKJP4KHsgLGtsIr2ypbIyfEIhPFJmpZTrKDLT\n"           \
	"irwcZTdZYU5gMVecMuC6hxQmyMZ2Zmz3rP+sYldcF9gMBB54lTIrwCgNswf3BmRjNWLEO8w6gcQz\n"           \
	"vdhOEvzVQAnKv5pfe9WpIiYq00hEAqOOiCfdZCAuOasoXNqWaJ4ncL3VCh3Xia3reWUKrHtOwCGL\n"           \
	"xX94U6T86qI0EDRR86oC+GF9OPXHvOHGH2C/dGBrfJMIT7aLs5LhzzkIG3YOKKnh/47Oe4cejrR9\n"           \
	"ds1cwuIIUMQpJ+Fq+9jKJhTTSm92zA9Cek0CE3WeW9Jug/+f6y5ng9VsnV28PnyIjgr7rYdTJJoB\n"           \
	"8qzXi2EjdXAvg2uqPA2DRvAm96W6FSliarNF3CRFDgjFP9dgCwd+Pg8pnSc09arpeguZXybAoCxb\n"           \
	"hc0aIJRHAeIwlrKP558/W1AD6UHvUV4wjKbQpCMd5pXACasQg3+TEzB5cl4ItTFPhyqucZDMTRte\n"           \
	"sqVzdSiU345sVjK0vuDI9OckAKh+hSh6+DTBRTmF5yhMpZOuH/ltIdkyJDvu0Y/5ZvuzVeyciHpM\n"           \
	"Kx3heCz2bIcP8pp+4Ez9Rwwczj2t2Up/vB55pilPAJBbeb5TDPsTBBG3HF8N0bahIX7aUhZAXOju\n"           \
	"pITOVpoRxgJhqB7jC6My+g0BU56LTcvFZHKXv94R0ebWwOaRAiGwD9MIdnEJO4MvPyAxv216CP4h\n"           \
	"3EQmlXvx1B8JeutMZKDV52b6ASS24GLV5niF1ZH1vkyQCAx/AAgz+upJZ9R1I7yvYMFTvz/pk/Y7\n"           \
	"qbgrRfqmSHDCMjQvFX9ZiWR0H3sP1U31G1G93ZRKlD30YUPpF9gWLYCUaDwqPBM7pt6/EiyjhgfA\n"           \
	"UV6jmo1jS5BScb2HTGtRkYjg6QZAOk7fQ2hQ6s828cGbIphEXAZXCE1bDFvwhdX1i3vKtYE5aH++\n"           \
	"aYyIydpihzLmoHtyz4kZ7YUzLDiz+9pvtlyrsNj44llAfv6mBfjby6d/JMA+4BGfizBNMDEwDQYJ\n"           \
	"YIZIAWUDBAIBBQAEILcEaf7EbV9CRIWIFCj7OFb5nZqIdGDNkWTbfdWtRE0CBBT3A7tpy56aj5Vp\n"           \
	"SCA4va3H073FAgICAMg="

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_FIRST "1bWKo6QxdCs7onU5jsMFtPhzq1CP86oZ6spIxRXIIwU"

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_SECOND "JwYwLLtWz8ovpTs4UaOx_YeGiqwQL_hmkbnHe7Dd6XY"

/* keytool -J-Dkeystore.pkcs12.legacy -genkeypair: Triple-DES, and an EC key without its public half
 */
#define KEYSTORE_KEYTOOL_LEGACY                                                                    \
	"MIIDOgIBAzCCAvMGCSqGSIb3DQEHAaCCAuQEggLgMIIC3DCB2QYJKoZIhvcNAQcBoIHLBIHIMIHF\n"           \
	"MIHCBgsqhkiG9w0BDAoBAqB3MHUwKQYKKoZIhvcNAQwBAzAbBBSvm7ImYAcrUUiJOQr5lP77MMNL\n"           \
	"ZgIDAMNQBEjNzUH9393uTADuk286hJm8xBzRFR2CiLQZY+K1w8cy0pwiXER19uDG/t3n9CX9aBQk\n"           \
	"jFEe8bhmVxAQA1f0ngUbMP3FqzbD9aQxOjAVBgkqhkiG9w0BCRQxCB4GAG8AbABkMCEGCSqGSIb3\n"           \
	"DQEJFTEUBBJUaW1lIDE3OTUzOTU1NDE0ODIwggH8BgkqhkiG9w0BBwagggHtMIIB6QIBADCCAeIG\n"           \
	"CSqGSIb3DQEHATApBgoqhkiG9w0BDAEGMBsEFCB2eIcYsJjt+80cJxq+pncMWDeFAgMAw1CAggGo\n"           \
	"Num23MC6MimxtPnvGthB3U0RUeDefNK43kHr2xC+dj6bVXY3ldefSdyH8nnamddIe18/YZPOjL5s\n"           \
	"UfiOVnO9vMgiQv11IENUVzMv3RZVRYQoG+9Zi+A1B279KdH/Qh52KXDbXYYIWxbKmt1mV8yXo8QT\n"           \
	"oHUa0PEWZZFwyhdQU2oWlNYPuOUL1jY2v/UBRvmHimZOvj+zNiVRcquA8PYnIh4YWq5afWo+4+eu\n"           \
	"1SDDUkTx3P5IqQhfpGIYqE94nQdVGJB30xAXLZ8e/ogoP4QIpUy0WK2aEStZbKkLT11uI0GQIXI9\n"           \
	"CFw7vIOI6ExNe9qP9uoI84zMt5GtF2tfxF7u7ETA4hcNjqCpg5pEumBdwTd7w0ixFL5+zBNqi7LH\n"           \
	"aVo6xm4GW1To+39/3m/MKSv2hADmyp0cTuAkvWiKwsHQ8aH7ihpxpEa5Nm9czl2aqaL443e1yx/f\n"           \
	"3EgsgpPQ5gJCMPErU0vNyY/yMdrhNIHNbVr4th4s1oQaiIYvsjtdVV6w6tlhZub9j2NaAmeWaSwj\n"           \
	"TdPMFQqFkEgoCieVW4/h53nvT86dqQjH8DA+MCEwCQYFKw4DAhoFAAQU9L0tK6stGaaEoE8rULHb\n"           \
	"FS2cjXYEFIcjzSARfbAX22UZTQPIOjYpc0t7AgMBhqA="

/* its RFC 7638 thumbprint */
#define KEYSTORE_KEYTOOL_KID_LEGACY "MSSQFL9w0opQWzeRFtg6YZNVPdXe79Mpe0bMY9VrUkg"

#endif
