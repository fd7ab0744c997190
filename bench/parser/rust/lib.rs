//! tls-parser and rustls behind C functions; rust.cc makes peers of them.
//!
//! Every function is given `size` readable bytes at `bytes`.

use rustls::internal::msgs::codec::{Codec, Reader};
use rustls::internal::msgs::enums::ContentType;
use rustls::internal::msgs::handshake::{
    ECDHEServerKeyExchange, HandshakeMessagePayload, HandshakePayload, ServerKeyExchangePayload,
};
use rustls::internal::msgs::hsjoiner::HandshakeJoiner;
use rustls::internal::msgs::message::{MessagePayload, OpaqueMessage};
use rustls::ProtocolVersion;
use std::arch::asm;
use tls_parser::nom::combinator::all_consuming;
use tls_parser::{
    parse_content_and_signature, parse_ecdh_params, parse_tls_client_hello_extensions,
    parse_tls_message_handshake, parse_tls_raw_record, parse_tls_server_hello_extensions,
    TlsMessage, TlsMessageHandshake, TlsRecordType,
};

const RECORD_HEADER: usize = 5;
const MESSAGE_HEADER: usize = 4;
const BUFFER: usize = 1 << 14;

/// Makes the compiler write `value` out, as for a caller that reads all of it.
#[inline(always)]
fn used<T: ?Sized>(value: &T) {
    unsafe { asm!("/* {0} */", in(reg) value as *const T as *const u8, options(nostack)) }
}

unsafe fn view<'a>(bytes: *const u8, size: usize) -> &'a [u8] {
    std::slice::from_raw_parts(bytes, size)
}

// ---- tls-parser -------------------------------------------------------------------------------

fn tls_parser_hello(message: &[u8]) -> bool {
    let hello = match parse_tls_message_handshake(message) {
        Ok(([], TlsMessage::Handshake(TlsMessageHandshake::ClientHello(hello)))) => hello,
        _ => return false,
    };
    let good = match hello.ext {
        None => true,
        // A list whose end does not parse is a list of what came before, with the rest left over.
        Some(block) => match all_consuming(parse_tls_client_hello_extensions)(block) {
            Ok((_, extensions)) => {
                used(&extensions);
                true
            }
            Err(_) => false,
        },
    };
    used(&hello);
    good
}

fn tls_parser_message(message: &[u8]) -> bool {
    let parsed = match parse_tls_message_handshake(message) {
        Ok(([], TlsMessage::Handshake(parsed))) => parsed,
        _ => return false,
    };
    let good = match &parsed {
        TlsMessageHandshake::ServerHello(hello) => match hello.ext {
            None => true,
            Some(block) => match all_consuming(parse_tls_server_hello_extensions)(block) {
                Ok((_, extensions)) => {
                    used(&extensions);
                    true
                }
                Err(_) => false,
            },
        },
        TlsMessageHandshake::ServerKeyExchange(exchange) => {
            match parse_content_and_signature(exchange.parameters, parse_ecdh_params, true) {
                Ok(([], both)) => {
                    used(&both);
                    true
                }
                _ => false,
            }
        }
        _ => true,
    };
    used(&parsed);
    good
}

/// The loop that tls-parser leaves to its caller: whole messages out of records, copied only when
/// a record does not end where a message does.
fn tls_parser_messages(mut left: &[u8], on_message: impl Fn(&[u8]) -> bool) -> usize {
    let mut held: Vec<u8> = Vec::new();
    let mut count = 0;
    while !left.is_empty() {
        let record = match parse_tls_raw_record(left) {
            Ok((rest, record)) => {
                left = rest;
                record
            }
            Err(_) => return 0,
        };
        if record.hdr.record_type != TlsRecordType::Handshake {
            return 0;
        }
        let borrowed = held.is_empty();
        if !borrowed {
            held.extend_from_slice(record.data);
        }
        let bytes: &[u8] = if borrowed { record.data } else { &held };
        let mut at = 0;
        while bytes.len() - at >= MESSAGE_HEADER {
            let header = &bytes[at..at + MESSAGE_HEADER];
            let body = (header[1] as usize) << 16 | (header[2] as usize) << 8 | header[3] as usize;
            let end = at + MESSAGE_HEADER + body;
            if end > bytes.len() {
                break;
            }
            if !on_message(&bytes[at..end]) {
                return 0;
            }
            count += 1;
            at = end;
        }
        if borrowed {
            if at < record.data.len() {
                held.reserve(BUFFER);
                held.extend_from_slice(&record.data[at..]);
            }
        } else if at > 0 {
            held.drain(..at);
        }
    }
    if held.is_empty() {
        count
    } else {
        0
    }
}

#[no_mangle]
pub unsafe extern "C" fn tls_parser_client_hello(bytes: *const u8, size: usize) -> bool {
    tls_parser_hello(&view(bytes, size)[RECORD_HEADER..])
}

#[no_mangle]
pub unsafe extern "C" fn tls_parser_frame(bytes: *const u8, size: usize) -> usize {
    let mut left = view(bytes, size);
    let mut count = 0;
    while let Ok((rest, record)) = parse_tls_raw_record(left) {
        used(&record);
        left = rest;
        count += 1;
    }
    count
}

#[no_mangle]
pub unsafe extern "C" fn tls_parser_reassemble(bytes: *const u8, size: usize) -> usize {
    tls_parser_messages(view(bytes, size), |message| {
        used(message);
        true
    })
}

#[no_mangle]
pub unsafe extern "C" fn tls_parser_flight(bytes: *const u8, size: usize) -> usize {
    tls_parser_messages(view(bytes, size), tls_parser_message)
}

// ---- rustls -----------------------------------------------------------------------------------

#[no_mangle]
pub unsafe extern "C" fn rustls_client_hello(bytes: *const u8, size: usize) -> bool {
    let mut reader = Reader::init(&view(bytes, size)[RECORD_HEADER..]);
    let parsed = HandshakeMessagePayload::read_version(&mut reader, ProtocolVersion::TLSv1_2);
    used(&parsed);
    parsed.is_some() && !reader.any_left()
}

#[no_mangle]
pub unsafe extern "C" fn rustls_frame(bytes: *const u8, size: usize) -> usize {
    let mut reader = Reader::init(view(bytes, size));
    let mut count = 0;
    while let Ok(record) = OpaqueMessage::read(&mut reader) {
        used(&record);
        count += 1;
    }
    count
}

fn rustls_key_exchange(payload: &ServerKeyExchangePayload) -> bool {
    let bytes = match payload {
        ServerKeyExchangePayload::Unknown(bytes) => &bytes.0,
        ServerKeyExchangePayload::ECDHE(_) => return true,
    };
    let mut reader = Reader::init(bytes);
    let exchange = ECDHEServerKeyExchange::read(&mut reader);
    used(&exchange);
    exchange.is_some() && !reader.any_left()
}

/// rustls's joiner decodes every message that it puts together.
#[no_mangle]
pub unsafe extern "C" fn rustls_flight(bytes: *const u8, size: usize) -> usize {
    let mut reader = Reader::init(view(bytes, size));
    let mut joiner = HandshakeJoiner::new();
    let mut count = 0;
    while reader.any_left() {
        let record = match OpaqueMessage::read(&mut reader) {
            Ok(record) if record.typ == ContentType::Handshake => record,
            _ => return 0,
        };
        if joiner.push(record.into_plain_message()).is_err() {
            return 0;
        }
        loop {
            let message = match joiner.pop() {
                Ok(None) => break,
                Ok(Some(message)) => message,
                Err(_) => return 0,
            };
            if let MessagePayload::Handshake { parsed, .. } = &message.payload {
                if let HandshakePayload::ServerKeyExchange(payload) = &parsed.payload {
                    if !rustls_key_exchange(payload) {
                        return 0;
                    }
                }
            }
            used(&message);
            count += 1;
        }
    }
    count
}
