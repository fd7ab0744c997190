#!/usr/bin/env python3
"""Records TLS connections of Python's ssl module (OpenSSL) over memory, for corpus/wire_facts.

Each file is one connection in the form of harness/link/recording.h, named after what OpenSSL says
it negotiated. Run it from an empty folder with a certificate, its RSA key and
Diffie-Hellman parameters (ffdhe3072): record_flights.py CERT KEY DHPARAMS
"""
import os
import ssl
import struct
import sys
import tempfile

NO_ENCRYPT_THEN_MAC = 0x80000

# name, version, ciphers, options
FLIGHTS = [
    ("tls12-aes128cbc-sha-etm", "TLSv1_2", "AES128-SHA", 0),
    ("tls12-aes256cbc-sha256-mte", "TLSv1_2", "AES256-SHA256", NO_ENCRYPT_THEN_MAC),
    ("tls12-ecdhe-aes256cbc-sha384-etm", "TLSv1_2", "ECDHE-RSA-AES256-SHA384", 0),
    ("tls12-camellia128cbc-sha-etm", "TLSv1_2", "CAMELLIA128-SHA", 0),
    ("tls12-camellia256cbc-sha256-mte", "TLSv1_2", "CAMELLIA256-SHA256", NO_ENCRYPT_THEN_MAC),
    ("tls12-aes128ccm", "TLSv1_2", "AES128-CCM", 0),
    ("tls12-aes256ccm8", "TLSv1_2", "AES256-CCM8", 0),
    ("tls12-dhe-aes256gcm", "TLSv1_2", "DHE-RSA-AES256-GCM-SHA384", 0),
    ("tls12-null-sha256", "TLSv1_2", "NULL-SHA256", 0),
    ("tls11-aes128cbc-sha-mte", "TLSv1_1", "AES128-SHA", NO_ENCRYPT_THEN_MAC),
    ("tls11-aes256cbc-sha-etm", "TLSv1_1", "AES256-SHA", 0),
    ("tls10-aes128cbc-sha-mte", "TLSv1", "AES128-SHA", NO_ENCRYPT_THEN_MAC),
    ("tls10-ecdhe-aes256cbc-sha-etm", "TLSv1", "ECDHE-RSA-AES256-SHA", 0),
]


def context(protocol, version, ciphers, options):
    made = ssl.SSLContext(protocol)
    made.minimum_version = made.maximum_version = getattr(ssl.TLSVersion, version)
    made.set_ciphers(ciphers + ":@SECLEVEL=0")
    made.options |= options
    return made


def read_all(side):
    while True:
        side.read(100)


def record(certificate, key, dh_params, name, version, ciphers, options):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "keys")
        server = context(ssl.PROTOCOL_TLS_SERVER, version, ciphers, options)
        server.load_cert_chain(certificate, key)
        server.load_dh_params(dh_params)
        client = context(ssl.PROTOCOL_TLS_CLIENT, version, ciphers, options)
        client.check_hostname = False
        client.verify_mode = ssl.CERT_NONE
        client.keylog_filename = log
        pipes = [ssl.MemoryBIO() for _ in range(4)]
        sides = [
            client.wrap_bio(pipes[0], pipes[1], server_hostname="server.example"),
            server.wrap_bio(pipes[2], pipes[3], server_side=True),
        ]
        chunks = []

        def carry(step):
            for index in (0, 1):
                try:
                    step(sides[index])
                except ssl.SSLWantReadError:
                    pass
                data = pipes[2 * index + 1].read()
                if data:
                    chunks.append((index, data))
                    pipes[2 - 2 * index].write(data)

        for _ in range(4):
            carry(lambda side: side.do_handshake())
        for _ in range(2):
            carry(lambda side: side.write(b"ping"))
            carry(read_all)
        carry(lambda side: side.unwrap())
        keys = open(log, "rb").read()
        keys = b"".join(line for line in keys.splitlines(True) if not line.startswith(b"#"))
        with open(name + ".bin", "wb") as out:
            out.write(struct.pack(">H", len(keys)) + keys)
            for index, data in chunks:
                out.write(struct.pack(">BH", index, len(data)) + data)
        print(name, sides[0].version(), sides[0].cipher()[0], sides[0].session_reused)


for flight in FLIGHTS:
    record(*sys.argv[1:4], *flight)
