#!/bin/sh
# Makes the test keys beside this script: one PKCS #8 file for every key type and purpose, named
# <key type>.<purpose>.pem. Keys that exist are left alone; remove a file to have a new one made.
# Needs the openssl command, version 3 or later.
set -eu
cd "$(dirname "$0")"

make_key() { # <file> <genpkey arguments...>
  file=$1
  shift
  if [ -e "$file" ]; then return; fi
  {
    echo "# A test key of the Shakedown harness: published on purpose, not a secret. Trust it nowhere."
    openssl genpkey -quiet "$@" 2>/dev/null || openssl genpkey "$@" 2>/dev/null
  } >"$file.new"
  openssl pkey -in "$file.new" -noout
  mv "$file.new" "$file"
}

for purpose in ca other-ca intermediate-1 intermediate-2 server client; do
  for bits in 1024 2048 3072 4096; do
    make_key "rsa$bits.$purpose.pem" -algorithm RSA -pkeyopt "rsa_keygen_bits:$bits"
  done
  # Without parameters in the key, so that any hash may be used with it (RFC 4055 1.2).
  make_key "rsa-pss2048.$purpose.pem" -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048
  for curve in secp256r1 secp384r1 secp521r1 brainpoolP256r1 secp256k1; do
    name=$curve
    if [ "$curve" = secp256r1 ]; then name=prime256v1; fi
    make_key "$curve.$purpose.pem" -algorithm EC -pkeyopt "ec_paramgen_curve:$name" \
      -pkeyopt ec_param_enc:named_curve
  done
  make_key "ed25519.$purpose.pem" -algorithm ED25519
  make_key "ed448.$purpose.pem" -algorithm ED448
done
