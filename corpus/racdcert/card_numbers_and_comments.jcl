//SYSTSIN DD *                                                          00010000
/* A comment +                                                          00020000
/* that goes on WITHLABEL('X') +                                        00030000
/* to here                                                              00040000
RACDCERT CERTAUTH GENCERT SUBJECTSDN(CN('It''s a CA')) -                00050000
  /* of ours */ WITHLABEL('It''s a CA')                                 00060000
                                                                        00070000
TSO RACDCERT ID(A) GENCERT SUBJECTSDN(CN('a.example')) +                00080000
  SIGNW(CERTAUTH LABEL('It''s +                                         00090000
         a CA')) NIST+                                                  00100000
         ECC SIZE(256) ALT(DOMAIN('a.example'))                         00110000
