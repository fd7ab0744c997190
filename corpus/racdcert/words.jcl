RACDCERT CERTAUTH GENCERT SUBJECTSDN(CN('CA')) WITHLABEL('CA')
RACFDCERT /* expect: unknown-command */ -
  ID(A) GENCERT SUBJECTSDN(CN('a.example')) ALTNAME(DOMAIN('a.example')) -
  SINGWITH(CERTAUTH LABEL('CA')) /* expect: unknown-keyword */ -
  WITHLABEL('ONE')
RACDCERT ID(A) GENCRET /* expect: unknown-keyword */ -
  SUBJECTSDN(CN('b.example') -
    ST('NY')) /* expect: unknown-keyword */ -
  ALTNAME(DOMAIN('b.example') -
    DNS('c.example')) /* expect: unknown-keyword */ -
  KEYUSAGE(HANDSHAKES) /* expect: unknown-keyword */ -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('TWO')
RACDCERT ID(A) -
  COLOUR(BLUE) /* expect: unknown-keyword */
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) ALTNAME(DOMAIN('b.example')) -
  SIZE(2048) -
  SIZE(4096) /* expect: keyword-twice */ -
  RSA -
  NISTECC /* expect: two-key-types */ -
  SITE /* expect: two-owners */ -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('THREE')
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) ALTNAME(DOMAIN('b.example')) -
  SIGNWITH(CERTAUTH LABEL('CA')) -
  WITHLABEL('This label is longer than a label may be') /* expect: bad-label */
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) ALTNAME(DOMAIN('b.example')) -
  SIGNWITH(CERTAUTH) /* expect: no-label */ WITHLABEL('FIVE')
RACDCERT -
  ID(LONGERTHANEIGHT) /* expect: bad-user */ -
  GENCERT SUBJECTSDN(CN('b.example')) ALTNAME(DOMAIN('b.example')) -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('SIX')
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) -
  ALTNAME(DOMAIN('b.example') -
    IP(10.1.1) /* expect: bad-address */ -
    DOMAIN('10.1.1.2') /* expect: bad-domain */ -
    DOMAIN('two words') /* expect: bad-domain */ ) -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('SEVEN')
RACDCERT ID(A) GENCERT('A.REQUEST') /* expect: key-not-known no-signer */ -
  ALTNAME(IP(&HOSTIP)) /* expect: variable */ WITHLABEL('EIGHT')
