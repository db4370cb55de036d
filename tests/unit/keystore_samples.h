/*
 * PKCS#12 files as other tools write them, base64.
 */
#ifndef JWKMINT_TESTS_KEYSTORE_SAMPLES_H
#define JWKMINT_TESTS_KEYSTORE_SAMPLES_H

/* Alias "Leaf", password "secret", the RSA key and the certificates above: openssl pkcs12 -export.
 */
#define KEYSTORE_OPENSSL                                                                           \
	"MIIKyAIBAzCCCn4GCSqGSIb3DQEHAaCCCm8EggprMIIKZzCCBMIGCSqGSIb3DQEHBqCCBLMwggSv\n"           \
	"AgEAMIIEqAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiYGK8AG3/p\n"           \
	"9QICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEH3VPE0UABhKgORdD4pwO0iAggRAf+Va\n"           \
	"adcT60+QKq/GD6ZfOQWkrzjI88JA0wcfFHsq/BUgDGzI9k8qM6lNWQOsGoU0xG8Z/6bfoUidXHqH\n"           \
	"BUzIduLp+AWu1vzDQ8wZrXC/2LlJnOoaCB+WpL6o2R8Qq4ioVkmbzOUQC65orv4n4UtBPtfnWFNO\n"           \
	"ax/HIP3irtZJzXPU1oVM6Yjou747JicyOP9FQXEYmiYvzV+H7D+2YgHo61JJSwRHXNaTa/GNAxKp\n"           \
	"HV1z3rZri8l2UouG+2y1JiyHOuGfMQbg3ESyGrSOi5+KDugyNdfz/ayom6fozM/tbJJ45QBBxL/H\n"           \
	"vOSW6K6rY7UY4/FA76rcasbPQVhziBAqRaISiwq60B9uM3zWOTfKBL2pi6prCILva3ND/O/pEq7e\n"           \
	"tpw8Dk3tcbSWU8qdQsq+PL5OcF23ju8/rE/ouo8UdJZWHWioBKdhQbdjegI3MaWUTIzcbyz2eKi5\n"           \
	"Eo28AjqDhf9e8H7Nu/ZOz9LgQWbdxK4xVLMKY4BA0zy17aAKv5npUlEaan33EThGSJ7Eysj/LRXQ\n"           \
	"YkwLwjhuxXm7ccRetH6Ai2P/ji+Oi9xPU48dAcv1AhXXmcUPd4P8ad43gSUci8ARSqNyCqzsxhHv\n"           \
	"o+oGYQAaI0oZMe07zLzJL36Yi+xL+zlfoh4eHLrvn19kkN/UoNCK2a0tViHTYuLMO+9QUI/E1Smt\n"           \
	"VhS1cS81/oCcSWXGwX6//M6JxvZDm8qp0HkZ84BC9z002mUVh4OOatE/lnkM+qhOuY7STb47gBiA\n"           \
	"UnabVt9vuubOdm5UKfxdt+sm/G8eIvIeG9mD7Ns+Lc5NIu16LgiIkdgjID4TwPIcNwx1m8OIjBa3\n"           \
	"dVPiwl03CVA2EWEFIme7Fc2kd7Tvd6MIe1OLbyV9E/sPJyyVu6DpcAZP4BocF0CwVDZN4mroQlAY\n"           \
	"kDsBREEdELFKkLsWTWNvuycozOwExreMGgNaAyKymqSvFlUiBzl9y0Pk+CNOb/D8F5xMyNKgRyiy\n"           \
	"IWvJSLXPxPfegMEEyUsjzxg+3hNOwvRsMx9OROq5oneX+IiLwD2Hx3Nfm0fsg6/GpZA37M2pvnv2\n"           \
	"EhNlZmiKg2IUn2r6gZYCtWfkfVSGYz09+zlkRskdpoCr7PMV4IR0ftkb/3l0Y9qYuRKwH0MWNNUR\n"           \
	"UO/hG8Tt+jWXHASrwxalv+XnuY9lfbdusubNesCff0hRvtyEMwxfywdcV/yCGybI9Kuiqo5XjCmW\n"           \
	"eqOMZAxBcvty2iqhZ+jomc8trJm3cXOUtP0WAJcBMU4ucShbGn3WJFDd71HexUmDzFrGzAIGmtEM\n"           \
	"YDfV3m6bMziPyLGpYumj7/lQCK2o/Y7ccintAepmpMrwT6IN2eWDtL1v7M64lC7PYiMT6iEecEcD\n"           \
	"9VwGVhVGKBMqyp88MEcoS2FJzgbntjYOf9afMhTlxFPY/W3+Euo8PgF6Lwp8wxLE3yAT8JJ5psat\n"           \
	"rYYwggWdBgkqhkiG9w0BBwGgggWOBIIFijCCBYYwggWCBgsqhkiG9w0BDAoBAqCCBTEwggUtMFcG\n"           \
	"CSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh/jjOs8jIyIgICCAAwDAYIKoZIhvcNAgkFADAd\n"           \
	"BglghkgBZQMEASoEELdM4NaXkoREGVxxwgOG2VMEggTQEfZ4y0uwrpxx8VEhJtkVwEvGXtxIsLTb\n"           \
	"Xv+3UEYD+gpYxccQbcZPCfKDD3HPuPQDFkqM1MIbxIJCra39mzyLM9zoqybvaaNqHfpLvhp3seWP\n"           \
	"+FmYZ1DJ2a+K5OkjM6f01WTsZFGwE99N18BUYFr8n9AxCmvw2xGw13if5Q3WIo1kkzvezxm00oJB\n"           \
	"odMi++gEYCPLdDOpe4farW6uTvpK/9LwPfD7NZ2TYAPtaJFebhCYQSGTgOn2oD0BxCsJbSjHQnKA\n"           \
	"8jAtC6q2OAtkVu/NsGFoesbdBfg13N+RUXjkTdf6agvXbimS4DkofKXi7c0vNUmRgzvgMiWCDEvX\n"           \
	"woqrue01aFMgX7T+8nb6vxN6C7Ze3tca9CibPCFG58jSqAnZ5XnLxWkfnmK7hQZ82FWN2469WV/s\n"           \
	"t7ZIBbaR03SFw7uE7Yvc90P/v8r9O64rzY774udQIozaCp9RJBmwVs6yNF6F1LqufCLWBDO3oAAz\n"           \
	"krnIEkz7z8zcdCyDvGnG9N1BdzeGAwWBArEjR7BlsSa+wWlj0SqhITITwXW1UeNo7ctjpjphPQYi\n"           \
	"2MIWU0YgJu80l5MLkaqyFKvc04O6OfmBK9ZPQoIS5+oDKLfiInN8XK8m8VEvTc0rp4zciGJ+yd4w\n"           \
	"+cXz3r03u/J/IK3utVipB8/8NYsvFYZSv8JX7k6SBouQ6hH2IeVYUnPTJK3JbRxYKZf2/CJEuQ9J\n"           \
	"9Ee6I+TbqgQaY1sA1p4jEDF9/d3kfo4iK3dxfbCQ21NQ00xWBby0rXkZWcwB1wJi9QscnkFXAWVJ\n"           \
	"ki4ndHupJjoP8KeKRAczAVHIQQuYsxot1zwsot2Ajg8v+sG0VxvBG9Sg6yHQ+U2KQKwtHbgjWZfH\n"           \
	"d2/hi/tYucapbxfTIEH2XLbiZjPCWpQPQnd/rwJEqEkHG5Tdh7v5rrDeL213hE1CcttLgxdEvWLO\n"           \
	"zJpZKloMlVFVfMg0B8A8fmlN2RoFkbzgr92uMZoODbaNUbkjZ8r2JioltFPehySMH8WhK6x+I4qj\n"           \
	"ZI+UVdOJnWghBAxGvLABy4mI+10X4N6cgjHgbCiOEmzJsBH2rtzjXX0VdiskLSYRZGMw85wdtN4O\n"           \
	"bCe/e/nn8RwLNbOHBM5l2rIHfQLQyN1iefG+oFSDir/tkcCTUacft/0BHSMyxJoJTMkXy/oFecwN\n"           \
	"fSzRPZ4RJovQVDLTmA+gcs1Xm5PwNubu3qUaA6F/LxjUwd9rgDLMD7Urmet3DjK8n7Xc9nJcPKbN\n"           \
	"mrBPV8GUWxQVvG/1eOO2vo213wLMAqaxXygUDel9qS5ef8Yla5uweci1/OsA9PAfINapKlo3/CEz\n"           \
	"jHz8Ts9HS0lL3aIH+2299p/1j8Eqj/J9W+VlhhienHfPIq1+6sDfb9rrJsSXEa9AchRDecyXomvT\n"           \
	"Pv+cHmIMCjuR4vukXnKUhw3CjWtMYFVT905+OJni2ddbjA6X5sH34/MKaEnzxoPLK9wfREsCPE1B\n"           \
	"NLYMa6Osb5ilwNE493egpbQXs96XObfIVF57rdb66h4Agcp1/k8Psn+YsCOflrFtpaK9gYF4F923\n"           \
	"RmMfcQA7H1XyFTep+47AUMHtqF6TN8qw0NqLJjN9cW8GnU5DlN+BgIbQTrefezUIWHB4fhEJ5pz9\n"           \
	"EOsE4V3YNgWQ7bQxPjAXBgkqhkiG9w0BCRQxCh4IAEwAZQBhAGYwIwYJKoZIhvcNAQkVMRYEFBMl\n"           \
	"VFbkifPCa7wkRDdju7hhDSTuMEEwMTANBglghkgBZQMEAgEFAAQgVmJboFC5xoBUVUxTxI/0B/gM\n"           \
	"hFQqGc1oZggk9MOCJDEECJiT2CSVFIoLAgIIAA=="

/* The P-256 key of jwk_samples.h and a certificate, RC2-40 and Triple-DES: openssl pkcs12 -export
 * -legacy -certpbe PBE-SHA1-RC2-40. */
#define KEYSTORE_LEGACY                                                                            \
	"MIIDPwIBAzCCAwUGCSqGSIb3DQEHAaCCAvYEggLyMIIC7jCCAccGCSqGSIb3DQEHBqCCAbgwggG0\n"           \
	"AgEAMIIBrQYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQYwDgQIewt+lqjHNyYCAggAgIIBgBrxzYLj\n"           \
	"mRWHkXpUCe2vTh7ux8UP7UzfsV9ULYPthbTizKvUnONrv/i3SrygP68uYSbUJxdc6U8bOFUsXYzs\n"           \
	"t14Tl6tfZTbth4g3+l+mQStNcOsEfBLjfNO4FlO2o5lIJHSkQ07tOgajJSfrvF4nB8tyQPwj6IcZ\n"           \
	"qESmUXEUYRVGBX5OgyzB4FmUljVmZ8D3NWrzJIe/NcRZAqHoDXIT37SKNEucdpVeQxsGDJrnSgss\n"           \
	"dC0YZzpA1OKMUBGCwVmb2whKSrXIrBuZ+vj2b0qD6rhvhr4d587OiPLJuYlWgQu44WHqL6oww4u+\n"           \
	"5Upxw7yoE/+ZHbOQRGzF+dWWimoHotvZWmiMpiMmdg7PuLEMcgudspoctRVL2OROYMWSlzsx+qNu\n"           \
	"25lMVdmobs27jNIb3ZIeDdxMFVJ1vmXJUd0/9ehEa5fqx0dMr5gmUazUrNd/ClZSYTsHANH1LEQ1\n"           \
	"qQfznvjidVmb/LSaWk3afRCLPTXoybnTotrMpL/2vtNevZCDtDCCAR8GCSqGSIb3DQEHAaCCARAE\n"           \
	"ggEMMIIBCDCCAQQGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQIHzEqBlbkq+oC\n"           \
	"AggABIGQcoRHs0XK1gI0s2NufGeinYkxKUGw3tf+NSAlTQslP1Ako48WbHwsMT1Di/4dT5J+Yj5G\n"           \
	"daj3BK9wnkmAHsMactyK9+TR8qhiFMtMp4EHXBoSiPBbfXu5BRD0ZIFNmFgvcz0OhgOIOhFhIu52\n"           \
	"0aiPVl9jdDbhn2lh+3H01PrWtkRXbaGnIp+NZMuCoTsDxHtMMT4wFwYJKoZIhvcNAQkUMQoeCAFe\n"           \
	"AHUAbABlMCMGCSqGSIb3DQEJFTEWBBS2hwz3w2z1qXM+I/FDibgZ7sA8tjAxMCEwCQYFKw4DAhoF\n"           \
	"AAQUyrlFINMo3GXKYfI95pmuK5yQnl4ECDWEUlT97MY/AgIIAA=="

/* The same key without certificate, alias and password. */
#define KEYSTORE_BARE                                                                              \
	"MIIBfgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEG\n"           \
	"MIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwE\n"           \
	"CM1fsr0F7i6SAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQXeO4si6wrtRNzpe69iTb\n"           \
	"0gSBkE7aZyNMyfLR4PRFf+QV5VZ8csw23ZDvUQhrIJV37nOMRaqPCDPP3wuV8MKDqU9q8XWWraRo\n"           \
	"//qvUld7Iktb/7RckYPMh+b3nIrwaQrTSzuKupDTbLaw/h2tvVFOXq7rQf3w7EEyT4fpdWwBZ2Ow\n"           \
	"IBLgoOkuKj3jET5gc8u/RCXgWtx4BAcjN0uqDH2nkfioUzBBMDEwDQYJYIZIAWUDBAIBBQAEILXl\n"           \
	"tOQuzW8KR6KYDSonUSFdmBBj2zR7LGt1PHmj4eZoBAjnZCvCacl0kwICCAA="

/* The key on secp256k1 with its certificate. */
#define KEYSTORE_SECP256K1                                                                         \
	"MIIDvwIBAzCCA3UGCSqGSIb3DQEHAaCCA2YEggNiMIIDXjCCAgIGCSqGSIb3DQEHBqCCAfMwggHv\n"           \
	"AgEAMIIB6AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAizPMFBkqtv\n"           \
	"FQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECKzAWNTwszaebQ4rO+7xVaAggGAcEKf\n"           \
	"jQTbYjyS2Xqut+WtEeuwijtClQFzsW7EZ8yWYKib1Lz6pBSWeoe7wwj3jzcNuhnJfmEKl4+kxi1W\n"           \
	"kgYREBMoj+MPOLJiluxrOizKdEIrMEZ2AZn0n85Y7bRpAEV+8J+k4TCGU0qbitCq6oH7/zLilrE7\n"           \
	"ZJVcpyWGkO3QNye+gj28zRDR9dlQHfgvPKB94RY3PM8V+jPVsxxh97IVAnvjWI2Y9/sTo9giiA/j\n"           \
	"cn7K+eqyOb5gFR6gzi13c1+xAHYf/989JXdJJfLDynSSeBMouWVP+nRGj3+Id+P4HKO1O2tvTlQl\n"           \
	"pJ0KYyxNGChO7y75XtSiILo053uiTFlOBFE1iPD+DH5Jpfe9oU5klW5o38irR7BChD++/ShGeFwr\n"           \
	"EqzuysJ0bK9vL+5HrVN7Ff/vMKT/0UxdfzjUp9kVwK1Bu6r6be+thTvo9ceCxBJ3Kxu4iisqZ+mX\n"           \
	"+bcKJXFJsUNLJ1k7MENc0FKSO82u9RnNZ2zbDE0c2tLpiK15OXeRMIIBVAYJKoZIhvcNAQcBoIIB\n"           \
	"RQSCAUEwggE9MIIBOQYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcN\n"           \
	"AQUMMBwECDQWGGgzj7pPAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQ1EZaW12Er9MR\n"           \
	"yVAZo5XysQSBkDQWDUDI6GM9TASlRnWAtLBGPlGgWWmpnoKWVTSwsaG7bL7zwzEwIEtd8W4pIrQ0\n"           \
	"o17pSWghaef33Ym3bvQlKSaWa4EqejUn/H61ETN1eS9GiI5X3U7mBfyRrfZpEdp7P3fGNsnOjEJ0\n"           \
	"KF1QJaVAwpfTTZH1T65pkBbI6tp1JNKFPGW02YDJs4Byhq7SL1uofjE4MBEGCSqGSIb3DQEJFDEE\n"           \
	"HgIAazAjBgkqhkiG9w0BCRUxFgQUJSn0PfdeKSI7mdlHBTgBMRaR/MgwQTAxMA0GCWCGSAFlAwQC\n"           \
	"AQUABCAOQQyuBM1SOEJsURuJ+vDeSWgqsj81Fc29gMS5xcJ+sAQInpy0rJF4qhECAggA"

/* A certificate alone. */
#define KEYSTORE_NO_KEY                                                                            \
	"MIICJwIBAzCCAd0GCSqGSIb3DQEHAaCCAc4EggHKMIIBxjCCAcIGCSqGSIb3DQEHBqCCAbMwggGv\n"           \
	"AgEAMIIBqAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjctHSt8Zcs\n"           \
	"8wICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPNz8cp48/c+ODUpA1YQhxGAggFAFm9B\n"           \
	"zkX6L3MR99zyARiWMtL4b+rUfcHoCrebe2PP92blXeIzEUJXdZFNty2zVzvpk7xgdNqnL6uPxaup\n"           \
	"plcyTY3OAu+ui1id00amhqJu4jDqwfSeMp6dYPOROgeGgau9MU1Z9w1R2IxyNmZWt8st1a3GlsOy\n"           \
	"ZikpD3NZrUiY4bXIM2Rmq4K22P3ijj1CqP3zdpRBCyz8g7fjwuiel1nJzNSWwNF0fUnshWmIgA5l\n"           \
	"DLJtH6UoxjBr5goCvXWrMDnuQV01vyMZm43Gmq+99nm6CqFfh/hgsNY+yF4eRuh/sCxjnUFDK5/V\n"           \
	"zOnCfOc+DfvFYPHzyq5wft8OsudLCLU9mNZw7zFE7hUcp3ywqxYJj7OwlFF10cXxqgPm8CH1J2rz\n"           \
	"an5RWuYJJUqCRGfN1qA0xxGj/rii3lPauByWnHRB+wgwQTAxMA0GCWCGSAFlAwQCAQUABCAqb4eG\n"           \
	"I3FqYmBeSFRkzxRnQFo3o86WXsiO8dyZozgTYgQIQV9E9kV+xukCAggA"

/* openssl pkcs12 -export -nomac */
#define KEYSTORE_NO_MAC                                                                            \
	"MIIBOwIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEG\n"           \
	"MIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwE\n"           \
	"CEIzPEoe34npAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQwbraIeUVJPEDxYoxLukV\n"           \
	"3QSBkH1FII/iylB64Gu++RidaYrGUPpiAMz1bfdX+xp6gwm+LN555W07OG9y6hNtC7zAgUZ2+yV5\n"           \
	"2Og3k5AJAVvcd6EkJeAzzPLYFHy3oYbD23Kuln3R8EYwpalDoet5+BforzDxjJ8MnFBev9Sna2Te\n"           \
	"+arNZ1TADYVmNuxZiOi8Vxq/rj80WH9uvWZ7xWRvIK2g9g=="

/* openssl pkcs12 -export -macalg with 2000001 iterations of its integrity check */
#define KEYSTORE_ITERATIONS                                                                        \
	"MIIBgQIBAzCCATYGCSqGSIb3DQEHAaCCAScEggEjMIIBHzCCARsGCSqGSIb3DQEHAaCCAQwEggEI\n"           \
	"MIIBBDCCAQAGCyqGSIb3DQEMCgECoIHwMIHtMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAd\n"           \
	"BAgnUQGObWbQFwIDHoSBMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBA3DEUHXKJ/4ORnA+Ow\n"           \
	"sZAdBIGQJbARO9VozocN6hGv1O4hmEAVs3uU5Pnn5E9/kkO9al3SsoatIdC6bJXgxuuLvUkf+4SS\n"           \
	"b3qwfrMt6IGC8HxXcdchBTNcsUYw/hHxQKitMFr9mkYf+mhgeYtUX5y8fY9vfPpHELD3aFS7PFdn\n"           \
	"BfHTCU/hKyuYCqv0lqbJNTrwvi92boRc/vRVjdkJp9Xww3mXMEIwMTANBglghkgBZQMEAgEFAAQg\n"           \
	"Cg7DNTG/EwfqJ2NzJJukYjBJQ4hgFo1kwOb0RgMlGWAECCu05w+DQP0HAgMehIE="

/* A key under RC2-40, which is not read. */
#define KEYSTORE_RC2_KEY                                                                           \
	"MIIBKwIBAzCB8gYJKoZIhvcNAQcBoIHkBIHhMIHeMIHbBgkqhkiG9w0BBwGggc0EgcowgccwgcQG\n"           \
	"CyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQYwDgQIADmtf+PQBYACAggABIGQZN/metTJ\n"           \
	"Y95Orm5OMqZQ0qN1GGWi4nBmDqLgQNFb5xWP8m9okRaH3bA74aUVWuaGFk3x3ZqybbNfg8wNUfwg\n"           \
	"qmCV9E6pTIUPnAHS5p1SFK2IF5qKFRen4M53OiCtRVThjuz0y8h+PkmnKdqLxxBjbqD4J42PGu/g\n"           \
	"z+xHJQ6uFhQMyPCIMsKU75F3yHc0Jk5rMDEwITAJBgUrDgMCGgUABBTebak/qn1Vc1EyxMXeeuC7\n"           \
	"3iYXLQQIW9H97g5JSpQCAggA"

/* certtool --to-p12: as KEYSTORE_OPENSSL, alias "Cert". */
#define KEYSTORE_CERTTOOL                                                                          \
	"MIILmAIBAzCCC08GCSqGSIb3DQEHAaCCC0AEggs8MIILODCCAxwGCSqGSIb3DQEHBqCCAw0wggMJ\n"           \
	"AgEAMIIDAgYJKoZIhvcNAQcBMGEGCSqGSIb3DQEFDTBUMDMGCSqGSIb3DQEFDDAmBBNM1Xf6dLdW\n"           \
	"/ayRnrQm169fRd+GAgMJJ8AwCgYIKoZIhvcNAgkwHQYJYIZIAWUDBAECBBBM6siMB7UajVpFXnZo\n"           \
	"pyKKgIICkJAYaRyZAXhFlo6Kavi3LxyWZwAj+eb8SsnVtc9thZ7eQo7BWJLRGue7uDc4tCW3h5ju\n"           \
	"yYTDUel84bnwtVy/lgR+Rtd31L8nUrNnjvqWZR7an2fm+PaVCdZ8kvIXubxgi1miyzsrEflnJnA7\n"           \
	"XXOb6gHw0nyiS9vSl69Kkb8TWBowoMyc8Vakx4gWghq9FHhRtHuVzqI5djiD36QUxNB8geNHyCL3\n"           \
	"+QYRBJ6FuI2LeGznUjaigUQMO4P0GmqQx/aiDjMai7M+5u+C8gw/WPOY9NUbTa7Pfj6i2KXRuDoe\n"           \
	"t/u4EHzlzoAaJL4VM0kob/QuagEV/FrrgCNdFgVHuOiWBhyvm7tj9oB5nwqJpNnU0FxT3Ro0wbKG\n"           \
	"c4XiS1wFsa+WHQSNO/nCSxNku6G6pmbgOt2C2/ZTkXEj1AC9AMxgPrqGF2E1PeyxTQaOGeVOsMSI\n"           \
	"GLIQTD+AK3leq6TREH33ugrlDLI+25TN2deVctn5HYrE4Cn0F+C3Uv893/WaDHnJQT/hALAJeSkQ\n"           \
	"phUN4l+GEdCSRGVWn+VpMQZXpsOq1rmPET1a8OrkiM5HZTLbos1V0YH+1/35JU0fJVsjPEzlBP+5\n"           \
	"P0TEVtFGpBQ6dB8uWBUUvV0IUgMbx5uy4NoQ7NOsO933xyw021HQ1IUAeHstk1pmo/fgSr1lU3w3\n"           \
	"Sf3roTtMF7o6zG/zkEMrN7By3h+dPrvFh0eoltxkxkpdtBvc+U5U9aNz52bm7XtUcfxPLdvpaf5G\n"           \
	"U0FfrRwnUiP9ZMkYIRRS7UwkMpHwI9VJi0e7tbDULmw2RsAm/guMVeaT0ezBmivjI6SK7Hcf+u2w\n"           \
	"F2ef4KrEOziuDDvS2IA03/FLTUUsRVv4xKiXGt5YCY22uB0HMIICawYJKoZIhvcNAQcGoIICXDCC\n"           \
	"AlgCAQAwggJRBgkqhkiG9w0BBwEwYAYJKoZIhvcNAQUNMFMwMgYJKoZIhvcNAQUMMCUEEiWTN+ir\n"           \
	"j5oYlaSMojbd8XUWegIDCSfAMAoGCCqGSIb3DQIJMB0GCWCGSAFlAwQBAgQQ4dumwr6nmm8dt2Z+\n"           \
	"95pMrYCCAeC7+oSDuBKONizbO72waaS07Bh+zrCJm7o1KddzafTmmZJoX9YnGXaC1UKL/N6Ob2Tu\n"           \
	"a06PkK5kG2P1DBps8/EoVjMriNCRr5qenoE+FCt3ZCyJbirKjxtxDSyjZuzlrtvZcNsy8ESS9Bjg\n"           \
	"QBbXLv6iZKhlCLtfFWdsaY7LlnLAX7q9f5Eoab5MWjjfuNDblbZWnqK4Kj4s9BnR7Z5UewBfODAL\n"           \
	"EDDEAQJzIIiRrTv0FZe34ZgIDeOOPfYs6n2rYlLK4l7smL9AyjA3ufAImTuBBW1YFqOSPA/udYKF\n"           \
	"t0mpcchuimOyuog+EtLTHFYN9tNuiN6eM4igD1gwnVfBFKUo01/ARWdkIzfghx2FHHpqAgnMKL5H\n"           \
	"xUsgB3vLkSoECmSAEN8C0WevjGEaCCR1JtVCB7RBCOpx+3aIo00BwYnOLTtTe6jbv7mK7iugZweP\n"           \
	"8ORfYxqfpp9ZvjExnDjAbJLL7OdqWod1Y9xGROelZJLc11sx/KaJRcuKiu9M82OXJdV/PP5BmCML\n"           \
	"du3eW6NrYvMaiRsXTsHur3bh85R7vauyi6Z5eS59sA+N3JhBT506J79MCg7PxZKlBqYir8GOMfn+\n"           \
	"us7HRFNA1F4hpvLqeV1kodbwI7721WExEGYAViIeh6EwggWlBgkqhkiG9w0BBwGgggWWBIIFkjCC\n"           \
	"BY4wggWKBgsqhkiG9w0BDAoBAqCCBTkwggU1MF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAk\n"           \
	"BBFohWEYotDgnFofDqziwlAzwQIDCSfAMAoGCCqGSIb3DQIJMB0GCWCGSAFlAwQBAgQQ/6/beK2T\n"           \
	"3vDR06UfyMVkPwSCBNAnVPumwHcgFlQVLV74r6oYh4FoGvhf61Hgrn65TjMQVYWLvHxAN0T4dV/t\n"           \
	"zp9lDmk383lShjE7GXdLpAFUU+vwbmJSksb0AQl5RF7gWJsQE8inEZlTCYPrR6Fqn+3gyODqLvKS\n"           \
	"e+7pvTiitg30vqTtMWT3OUXjx9s4N+zBbukMDx9UiXHHrvo0VNYg8LxmonnoTCCDYLrTZkpEel47\n"           \
	"a0qhlYLkP7trgqybTrsG53J1b//wIqEKZo36SGenzcYQoY4SVhOETdi+conZboRZhDx4rXHYlVeu\n"           \
	"1n/fgKX9c8RiclSQQoi0UTNRVqOxJqoTKu1fMk1r9xt2BfB2mVc8Mr1TFcYaYOV1nv6eUUJJzvN+\n"           \
	"L9CRiPEMT/8o7aIitRSMnyKciDxTiDSNRXVcqHo6SMSxvWaad4ONTwOPypb96WPpX9C20jb0WC+L\n"           \
	"uV1lyoDecJzGod9g+EzObqbUbCR+kyrj+eVj30dPyxwAzAm0YlY6mZKDfki/nG+sgfy9aT7h8/QY\n"           \
	"xsPQUQR1y5If0OhCXg28mSfeLAbJhjFGViBdq+DNVMphUHpLpDI5FbuW6JsD6iwHEFaEVw6c3y9e\n"           \
	"1/+zO4wgIJqIoEvBkgO4of1VulS/p1l3qX7qGnPPozvanwvlCl8L2CuycyQ5GrjnWV/i5os7K74G\n"           \
	"q6Z0GaGEhuUZnmmt9+NHAFF+qjGsyQC9b1uLGYZa8HGKivpteOvOm7ScEBBWx2OFjELh2R0444BT\n"           \
	"JwNXrjFLhStH3IhDVu5+YMEl7UZCcw0By55c09jH4rl5OJdmmwV/GHuU1IUDrctaJNqvxCwcgBK+\n"           \
	"La7TAmANWAsLvcu+eKLlhNjY8OWu7W/87zIl2ut53j0uRjNU9Es3MZQT1CdCU2yQ7FDddl9Qnw9v\n"           \
	"ojOZhU3isVKEQXBpX3wsP73RiFt5eQkCwMdehB/TFGUWQEBMGGeVVdVuYStx5bRmk7TjprxYYstR\n"           \
	"QJIVeABu5HJt2d4qP+o++VZmHvVQxsbOi7aTOGLEutO/iJ+fGxQ9tinubV53E+8FWuvwMh2GbK7k\n"           \
	"X+KqMRsK3tW0U/x2uAMc5FuPYiSgNxz3JqkvZJ9Ivz3ugM1pcoomzvOWHCq+Qn0XlK+IFGv2HB2y\n"           \
	"bzam/xDAGMb/0NdnSc/xmgCnzgMBFMejKXFMnDug5ilbIoiYppD/CL9kW40byD07teD0iB8pUqg/\n"           \
	"+pscgAhkTEixewIA+dvwry4wAVvEP+pNgTNaoQNF4rMc0YNLRbTet3IK/xXQSk7B9u+qK9V9bp0L\n"           \
	"I31CIFPLS9W4hCLwVAsR7GGPTy07kwwvdnOusZKhchVaIOSAh5XSx27VGuSddnwH/lCnJqdBXFTn\n"           \
	"sJcVW5DuJu9fm47Vw2d7dV0EaOHjaDMwaJF835hyPTtwRh4czuE2unOFdh0uQDatCMo41rnAWF+K\n"           \
	"Y8+n9oJ3FMzmFLzS6IHBrhVUT+MqDjgpLUi4NppQNxem1Io+fFnAqZYI/RVP/m7HssqJRRhotzJh\n"           \
	"hrkvCxsK2HJWZKASGRT694w91vQYeFmMImbnD5s8hcALwS+onjzhmgz5/ubeH51TiS5vw/V6sh41\n"           \
	"37yBpDV1kaqXLAwTKl8rFIJ1T54VuekIwJpFHd/9dcKy3vhw5ut0Hi0taTSKL1LnLDE+MBcGCSqG\n"           \
	"SIb3DQEJFDEKHggAQwBlAHIAdDAjBgkqhkiG9w0BCRUxFgQU7+GUE4RilhCDg2PRCPt5bJMO+Lsw\n"           \
	"QDAvMAsGCWCGSAFlAwQCAQQgMRY5dfWNO+iJRGH1pA/dB/Ix0U1CUnPrsDY+jDDN/oUECHQR1pqq\n"           \
	"5dCdAgMJJ8A="

/* Two EC keys with self-signed certificates: keytool -genkeypair. */
#define KEYSTORE_KEYTOOL                                                                           \
	"MIIG8QIBAzCCBpsGCSqGSIb3DQEHAaCCBowEggaIMIIGhDCCAksGCSqGSIb3DQEHAaCCAjwEggI4\n"           \
	"MIICNDCCAQ0GCyqGSIb3DQEMCgECoIG9MIG6MGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDAr\n"           \
	"BBTr18lLaTTAF7O05RqBU7qek//1rgICJxACASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoE\n"           \
	"EOVeOzzhWsCOmNKUAgRj4CYEUNst0dR0SxbQxz1hFTRaNL+ZkrHIFyWQplIdXGUj/Nx1IR7wOXYx\n"           \
	"NANkPNindLJ94G8lzARZoTmbtqU73bNcdZb2Tsg3A7/b6UcnBobJU5z+MT4wGQYJKoZIhvcNAQkU\n"           \
	"MQweCgBmAGkAcgBzAHQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NDYwNzcxMDCCAR8GCyqG\n"           \
	"SIb3DQEMCgECoIHNMIHKMGYGCSqGSIb3DQEFDTBZMDgGCSqGSIb3DQEFDDArBBTwWsIzxQoT0jBr\n"           \
	"aT3NhVTQw+f/QwICJxACASAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGzOUWqTE8lHvyAc\n"           \
	"wz/FQnUEYN74MiFtR1Hd0xLtAR04Dn81sCeCjVak4/oxSPpuF79+T+QTAg89xJh97tVE0BilDFQI\n"           \
	"lswZN+oUsf7IObBm45bSPj1YaoYgheCC9pMrffGzxljy7GaxLHTcF2JQnhUpDDFAMBsGCSqGSIb3\n"           \
	"DQEJFDEOHgwAcwBlAGMAbwBuAGQwIQYJKoZIhvcNAQkVMRQEElRpbWUgMTc5NTM5NDYwODQ4MzCC\n"           \
	"BDEGCSqGSIb3DQEHBqCCBCIwggQeAgEAMIIEFwYJKoZIhvcNAQcBMGYGCSqGSIb3DQEFDTBZMDgG\n"           \
	"CSqGSIb3DQEFDDArBBT18qRbuDULJA2/j6Bc45vLGPxQNwICJxACASAwDAYIKoZIhvcNAgkFADAd\n"           \
	"BglghkgBZQMEASoEECIw/qn2Gfk8mxcBW9T0dliAggOgA00Y6nk2RfcbJGxVdSBjHX9pAaK4Kr3D\n"           \
	"I5+vLHAi9MAQ9bAPADHdtEags+CdTwn4/m8GAQA7UWZV+gWzkQKHmXvKNlU7mHn42pdZ9vHpVqq1\n"           \
	"USfhHq49h148P0F+EDc5tc3XHu5EPMH6GHwBJQ3Yi+GpjgW/5PdENmTxoVTpNZXaEZAr15nvydAj\n"           \
	"FKUWNXssUMS0mhoO/tvRgj88S0XwOKYXasv0lM4kbkc0pzypQu1Il3OV4l1ffpXUoo5kcO5jliGD\n"           \
	"nN6vsn3fU+tjk5IFIySde0NSVWqqVYshoUbIvZv6NRRR/FuSzNWkyL2kYyfustbmWeFb/2p8jTMB\n"           \
	"pPZxGEiBg64bEOo5VKq+UAzLPk9mw67Gmy96QhlYprnKwXWx4JV8DmgzGp7P+lTvmtGJEf0NguI1\n"           \
	"X7GB6RBIUaCnS0cLkVdPELdrmYMmIhfGwQDFlI5D4lXDNHnfC4y35stdXd7Xo7oTx0o1zFOWHtKi\n"           \
	"e4CEnJRzUNp51qsi+Tz/AYV/tjYt/pX3CA4cq0Jk1uneV4SJQ7BE9HonXoNovx13Ka6J0A2OgXql\n"           \
	"scgusYqYOm96UT1B4xARom9DdodBH2NZ+zfPX6YZPT3ef9gw5ktgjSe0cAU8PZ9a70zqhN/hk1HM\n"           \
	"0rVfPenhkf2AV3Sk3ImyMwFNFWZuDKOK0hS+tEQApRFUX7Us0t/bQtkQs5vJVgCZsIjRjVVf/NDx\n"           \
	"/LSheO5eEBDFozUUM+U/P9BRgK7wSlhxBsi3SIua6VNWIoLaM7NWYgVQ2j7KV1TT5rao6JmPjlWP\n"           \
	"lRlsve8K4uIvHUtZ6l7XOe/PQVOHywJ7EX7rYJ+A2Y89cdvVqVrH2UVL9SVK6lmuhPXbKiaOyXw1\n"           \
	"aNioF7mrKdS3VDCuKzcYfY6G9nr7N9tI1OX7GrObFfctIZmzOm/b8vpX9VNlTciQvBV190ho7YOV\n"           \
	"M25VrG6t/ceNVAI3RM4/jDPsJ4NrlTadmINPd/o0WWLsvQs2dgxdQqpa9+GxH3dTpKuZ6p20nZgu\n"           \
	"W4BIYmVGuWUt0l6tFbhQdH0tFMkLnmU3429s0F8NlBQfSs9H+17SzQiAdCkJCHruDcuaIegG/MMi\n"           \
	"HgXo4OLR3PH3qr7yMzBJKLtBEAWUxSgaCWw39+7NZm9MBibh1GqdCzaXIGn4sdkCyWTpw7hM77P+\n"           \
	"9K6dzGuLjnKNgrRyRPCZuSn8dTPvrvdzNNVzEeuPiBXNyLTf09cgQONnX9lyjmXTVzBNMDEwDQYJ\n"           \
	"YIZIAWUDBAIBBQAEILlKx0bsuCNszhjj5vRSj7ce+eHotWnLYNsSjaL5uxKFBBSxdeC+Z/DCXkS9\n"           \
	"aQD/ZCEmZLLf6gICJxA="

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_FIRST "VpdxFzNPaKEIoN_hvO-4PuVWuxc9EiKWjFM5PZ7oSfA"

/* the RFC 7638 thumbprint of one */
#define KEYSTORE_KEYTOOL_KID_SECOND "ueWV1QksygLIUHJDWStcxMs7tNi7Pm46_UHg6uZgiA0"

/* keytool -J-Dkeystore.pkcs12.legacy -genkeypair: Triple-DES, and an EC key without its public half
 */
#define KEYSTORE_KEYTOOL_LEGACY                                                                    \
	"MIIDOgIBAzCCAvMGCSqGSIb3DQEHAaCCAuQEggLgMIIC3DCB2QYJKoZIhvcNAQcBoIHLBIHIMIHF\n"           \
	"MIHCBgsqhkiG9w0BDAoBAqB3MHUwKQYKKoZIhvcNAQwBAzAbBBTqUMVd4AlVRXZ6Z30v3yL1P7yo\n"           \
	"4QIDAMNQBEhN2MEyCd6cLMHx2qrCW1nzat+Ck87B2YcwvjENUFMK0ccV/J25htKzPCNCu6JKVvUd\n"           \
	"BAZzGgK0xg3Lzj2BBYeMwdHgYWfF9f8xOjAVBgkqhkiG9w0BCRQxCB4GAG8AbABkMCEGCSqGSIb3\n"           \
	"DQEJFTEUBBJUaW1lIDE3OTUzOTQ2MTE0MDUwggH8BgkqhkiG9w0BBwagggHtMIIB6QIBADCCAeIG\n"           \
	"CSqGSIb3DQEHATApBgoqhkiG9w0BDAEGMBsEFMjxBwHu2jly0OrWZ3xFmw4swZ20AgMAw1CAggGo\n"           \
	"FGB2pt2yrDAXWxd0mXzcSxDwv2xGz5GIGAxvyFoe8mnna+qaPmvDWKd6rn9RpWPh2mLr8cV4FmCf\n"           \
	"LCr3oDG3KhPaJWYVSqI8zHgJ07xB1nM2HkAisRS+zuHLbqpi2V9L9uQyCx/UVTvKPClXbVEIW5Yi\n"           \
	"uvJ0IgY5a4UzHYo4DNhHZJFv8bWkX18tcWK+nNk/22/6fzjT6Z7mlpjdw3wcv9Azj/0DJU0TMF5E\n"           \
	"/kOh27fA8XeAahqfir+TI0ScPzrYJAyj+1v2vIEx5/BbUjllmETxMB84mazs9QlbrHmao5sF5Iuk\n"           \
	"37cD0q1Q7aH0tVPYatHIq+YZdv7VslLEIFp+DWrMBW24+bPj4j0xeeh9PC/OztduZFmmERQVI7Ml\n"           \
	"QZDiHNUcDxdFAWI0TZFj+CJQi2Evue8shz8OPVena2+mStVhIHQizFTuYDwcTT+9OiKwbSrwqIbS\n"           \
	"216ILD8YtuTn7YvN5ZjAcYdv7/+u7KTeITaz0llL854CC5jfnfzADozt0TP1kxLEvLKNd0V9hATC\n"           \
	"Jd5aZAa/mrCPcwbCwjur5b+8vxRHGbuOIDA+MCEwCQYFKw4DAhoFAAQUg3rkbDvYxfoEoK3BGI2l\n"           \
	"GW8qTxYEFEYxA58706ae2iSfx7xILy6iPGxJAgMBhqA="

/* its RFC 7638 thumbprint */
#define KEYSTORE_KEYTOOL_KID_LEGACY "HQNTg6JM7fAhW4Q-U8VHNtWRh_Hp3-o9gvQPYtB6YX4"

#endif
