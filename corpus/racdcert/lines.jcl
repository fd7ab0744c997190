RACDCERT CERTAUTH GENCERT SUBJECTSDN(CN('CA')) -
  WITHLABEL('CA') /* expect: stray-continuation */ -
RACDCERT ID(A) GENCERT /* expect: missing-continuation */
  SUBJECTSDN(CN('a.example')) -
  ALTNAME(DOMAIN('a.example') /* expect: missing-continuation */
    IP(10.1.1.2)) -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('ONE')
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) -
  ALTNAME(DOMAIN('b.example'))) /* expect: stray-bracket */ -
  SIGNWITH(CERTAUTH LABEL('CA')) WITHLABEL('TWO')
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) -
  ALTNAME(DOMAIN('b.example')) SIGNWITH(CERTAUTH LABEL('CA')) -
  WITHLABEL('THREE' /* expect: open-bracket */
RACDCERT ID(A) GENCERT SUBJECTSDN(CN('b.example')) ALTNAME(DOMAIN('b.example')) -
  SIGNWITH(CERTAUTH LABEL('CA')) /* expect-next: open-bracket open-quote */ -
  WITHLABEL('FOUR)
SETROPTS RACLIST(DIGTCERT) REFRESH
