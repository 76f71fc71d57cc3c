//! PACE, secure messaging and file reading from the terminal's side.

use card_twin::card::Card;
use card_twin::protocol::Suite;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::sha::{sha1, sha256};
use openssl::sign::Signer;
use openssl::symm::{Cipher, Crypter, Mode};

use crate::bench::bytes;

const PROTOCOL: &str = "04007F00070202040202";

/// A protected session.
pub(crate) struct Session {
    pub(crate) suite: Suite,
    pub(crate) encryption_key: Vec<u8>,
    pub(crate) mac_key: Vec<u8>,
    pub(crate) counter: u128,
}

impl Session {
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self::with(Suite::Aes128, secret, 0)
    }

    pub(crate) fn with(suite: Suite, secret: &[u8], counter: u128) -> Self {
        Self {
            suite,
            encryption_key: kdf(suite, secret, 1),
            mac_key: kdf(suite, secret, 2),
            counter,
        }
    }

    /// Sends under protection; gives data and status, or the bare status word of an unprotected answer.
    pub(crate) fn send(
        &mut self,
        card: &mut Card,
        header: &str,
        data: &[u8],
        le: Option<u8>,
    ) -> (Vec<u8>, u16) {
        let command = self.protect(&bytes(header), data, le);
        self.open(&card.transmit(&command))
    }

    pub(crate) fn protect(&mut self, header: &[u8], data: &[u8], le: Option<u8>) -> Vec<u8> {
        let le = le.map(|le| vec![le]).unwrap_or_default();
        let (header, objects) = self.seal(header, data, &le);
        let length = u8::try_from(objects.len()).expect("short command");
        [header, vec![length], objects, vec![0]].concat()
    }

    /// Reads `count` bytes of the current file with one command of extended length.
    pub(crate) fn read_extended(&mut self, card: &mut Card, count: u16) -> (Vec<u8>, u16) {
        let (header, objects) = self.seal(&[0, 0xB0, 0, 0], &[], &count.to_be_bytes());
        let length = u16::try_from(objects.len()).expect("length").to_be_bytes();
        let answer =
            card.transmit(&[header, vec![0], length.to_vec(), objects, vec![0, 0]].concat());
        self.open(&answer)
    }

    fn seal(&mut self, header: &[u8], data: &[u8], le: &[u8]) -> (Vec<u8>, Vec<u8>) {
        self.counter += 1;
        let mut header = header.to_vec();
        header[0] |= 0x0C;
        let mut objects = Vec::new();
        if !data.is_empty() {
            let padded = pad(data, self.block());
            let sealed = cbc(
                self.suite,
                Mode::Encrypt,
                &self.encryption_key,
                &self.vector(),
                &padded,
            );
            if header[1] & 1 == 1 {
                objects.extend(object(0x85, &sealed));
            } else {
                objects.extend(object(0x87, &[&[1], sealed.as_slice()].concat()));
            }
        }
        if !le.is_empty() {
            objects.extend(object(0x97, le));
        }
        let mut input = [self.counter_bytes(), pad(&header, self.block())].concat();
        if !objects.is_empty() {
            input.extend(pad(&objects, self.block()));
        }
        objects.extend(object(0x8E, &mac(self.suite, &self.mac_key, &input)));
        (header, objects)
    }

    pub(crate) fn open(&mut self, answer: &[u8]) -> (Vec<u8>, u16) {
        let (body, status) = answer.split_at(answer.len() - 2);
        let status = u16::from_be_bytes([status[0], status[1]]);
        if body.is_empty() {
            return (Vec::new(), status);
        }
        self.counter += 1;
        let (protected, received) = body.split_at(body.len() - 8);
        let (protected, mac_header) = protected.split_at(protected.len() - 2);
        assert_eq!(mac_header, [0x8E, 8]);
        let input = [self.counter_bytes(), pad(protected, self.block())].concat();
        let expected = mac(self.suite, &self.mac_key, &input);
        assert_eq!(received, expected, "MAC of the answer");
        let (front, status_object) = protected.split_at(protected.len() - 4);
        assert_eq!(
            status_object,
            [&[0x99, 2], status.to_be_bytes().as_slice()].concat()
        );
        if front.is_empty() {
            return (Vec::new(), status);
        }
        let header = 1 + if front[1] < 0x80 {
            1
        } else {
            1 + usize::from(front[1] & 0x7F)
        };
        let sealed = if front[0] == 0x85 {
            &front[header..]
        } else {
            &front[header + 1..]
        };
        let plain = cbc(
            self.suite,
            Mode::Decrypt,
            &self.encryption_key,
            &self.vector(),
            sealed,
        );
        let end = plain
            .iter()
            .rposition(|byte| *byte == 0x80)
            .expect("padding");
        (plain[..end].to_vec(), status)
    }

    fn vector(&self) -> Vec<u8> {
        if self.suite == Suite::TripleDes {
            return vec![0; 8];
        }
        let counter = self.counter.to_be_bytes();
        let zero = [0; 16];
        cbc(
            self.suite,
            Mode::Encrypt,
            &self.encryption_key,
            &zero,
            &counter,
        )
    }

    fn counter_bytes(&self) -> Vec<u8> {
        self.counter.to_be_bytes()[16 - self.block()..].to_vec()
    }

    fn block(&self) -> usize {
        block(self.suite)
    }

    /// Selects and reads a whole file in blocks of 223 bytes.
    pub(crate) fn read(&mut self, card: &mut Card, file: u16) -> Vec<u8> {
        let (_, status) = self.send(card, "00A4020C", &file.to_be_bytes(), None);
        assert_eq!(status, 0x9000, "select {file:04X}");
        let mut content = Vec::new();
        loop {
            let offset = u16::try_from(content.len()).expect("offset").to_be_bytes();
            let header = format!("00B0{:02X}{:02X}", offset[0], offset[1]);
            let (part, status) = self.send(card, &header, &[], Some(223));
            content.extend(&part);
            match status {
                0x9000 if part.len() == 223 => {}
                0x6282 | 0x6B00 => return content,
                _ => panic!("status {status:04X} at {}", content.len()),
            }
        }
    }
}

/// PACE with a password; `Err` holds the status word that ended it.
pub(crate) fn pace(card: &mut Card, reference: u8, password: &[u8]) -> Result<Session, u16> {
    let mut curve = Curve::new();
    exchange(
        card,
        &bytes(&format!("0022C1A40F800A{PROTOCOL}8301{reference:02X}")),
    )?;
    let sealed = general_authenticate(card, 0x10, &[])?;
    let nonce = cbc(
        Suite::Aes128,
        Mode::Decrypt,
        &kdf(Suite::Aes128, password, 3),
        &[0; 16],
        &sealed,
    );
    let private = curve.private();
    let ours = curve.generator_times(&private);
    let theirs = general_authenticate(card, 0x10, &object(0x81, &ours))?;
    let shared = curve.times(&theirs, &private);
    let nonce = BigNum::from_slice(&nonce).expect("nonce");
    let nonce_point = curve.generator_times(&nonce);
    let mapped = curve.sum(&nonce_point, &shared);
    let private = curve.private();
    let ours = curve.times(&mapped, &private);
    let theirs = general_authenticate(card, 0x10, &object(0x83, &ours))?;
    let session = Session::new(&curve.times(&theirs, &private)[1..33]);
    let token = |key: &[u8]| {
        let body = [object(0x06, &bytes(PROTOCOL)), object(0x86, key)].concat();
        mac(
            Suite::Aes128,
            &session.mac_key,
            &[&[0x7F, 0x49], &object(0, &body)[1..]].concat(),
        )
    };
    let answer = general_authenticate(card, 0, &object(0x85, &token(&theirs)))?;
    assert_eq!(answer, token(&ours), "the chip's token");
    Ok(session)
}

fn general_authenticate(card: &mut Card, class: u8, object_inside: &[u8]) -> Result<Vec<u8>, u16> {
    let data = object(0x7C, object_inside);
    let length = u8::try_from(data.len()).expect("short");
    let answer = exchange(
        card,
        &[&[class, 0x86, 0, 0, length], data.as_slice(), &[0]].concat(),
    )?;
    // 7C L tag L value
    Ok(answer[4..].to_vec())
}

fn exchange(card: &mut Card, command: &[u8]) -> Result<Vec<u8>, u16> {
    let answer = card.transmit(command);
    let (data, status) = answer.split_at(answer.len() - 2);
    match u16::from_be_bytes([status[0], status[1]]) {
        0x9000 => Ok(data.to_vec()),
        status => Err(status),
    }
}

/// brainpoolP256r1 with points as uncompressed bytes.
pub(crate) struct Curve {
    group: EcGroup,
    context: BigNumContext,
}

impl Curve {
    pub(crate) fn new() -> Self {
        Self {
            group: EcGroup::from_curve_name(Nid::BRAINPOOL_P256R1).expect("curve"),
            context: BigNumContext::new().expect("context"),
        }
    }

    pub(crate) fn private(&mut self) -> BigNum {
        let mut order = BigNum::new().expect("number");
        self.group
            .order(&mut order, &mut self.context)
            .expect("order");
        let mut key = BigNum::new().expect("number");
        order.rand_range(&mut key).expect("random");
        key
    }

    pub(crate) fn generator_times(&mut self, scalar: &BigNum) -> Vec<u8> {
        let mut point = EcPoint::new(&self.group).expect("point");
        point
            .mul_generator2(&self.group, scalar, &mut self.context)
            .expect("product");
        self.encode(&point)
    }

    pub(crate) fn times(&mut self, point: &[u8], scalar: &BigNum) -> Vec<u8> {
        let point =
            EcPoint::from_bytes(&self.group, point, &mut self.context).expect("on the curve");
        let mut product = EcPoint::new(&self.group).expect("point");
        product
            .mul2(&self.group, &point, scalar, &mut self.context)
            .expect("product");
        self.encode(&product)
    }

    fn sum(&mut self, left: &[u8], right: &[u8]) -> Vec<u8> {
        let left = EcPoint::from_bytes(&self.group, left, &mut self.context).expect("on the curve");
        let right =
            EcPoint::from_bytes(&self.group, right, &mut self.context).expect("on the curve");
        let mut sum = EcPoint::new(&self.group).expect("point");
        sum.add(&self.group, &left, &right, &mut self.context)
            .expect("sum");
        self.encode(&sum)
    }

    fn encode(&mut self, point: &EcPoint) -> Vec<u8> {
        point
            .to_bytes(
                &self.group,
                PointConversionForm::UNCOMPRESSED,
                &mut self.context,
            )
            .expect("encodes")
    }
}

pub(crate) fn object(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).expect("short").to_be_bytes();
    let header = match length {
        [0, length @ 0..0x80] => vec![tag, length],
        [0, length] => vec![tag, 0x81, length],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [&header, value].concat()
}

pub(crate) fn kdf(suite: Suite, secret: &[u8], counter: u8) -> Vec<u8> {
    let input = [secret, &[0, 0, 0, counter]].concat();
    match suite {
        Suite::TripleDes | Suite::Aes128 => sha1(&input)[..16].to_vec(),
        Suite::Aes192 => sha256(&input)[..24].to_vec(),
        Suite::Aes256 => sha256(&input).to_vec(),
    }
}

pub(crate) fn block(suite: Suite) -> usize {
    if suite == Suite::TripleDes { 8 } else { 16 }
}

pub(crate) fn pad(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = [data, &[0x80]].concat();
    padded.resize(padded.len().next_multiple_of(block), 0);
    padded
}

/// CMAC, or the retail MAC over data that are whole blocks already.
pub(crate) fn mac(suite: Suite, key: &[u8], data: &[u8]) -> Vec<u8> {
    if suite == Suite::TripleDes {
        let single = |mode, key: &[u8], data: &[u8]| {
            let key = [key, key, key].concat();
            run(Cipher::des_ede3_cbc(), mode, &key, &[0; 8], data)
        };
        let chained = single(Mode::Encrypt, &key[..8], data);
        let last = single(Mode::Decrypt, &key[8..], &chained[chained.len() - 8..]);
        return single(Mode::Encrypt, &key[..8], &last);
    }
    let key = PKey::cmac(&aes(suite), key).expect("key");
    Signer::new_without_digest(&key)
        .and_then(|mut signer| signer.sign_oneshot_to_vec(data))
        .expect("mac")[..8]
        .to_vec()
}

pub(crate) fn cbc(suite: Suite, mode: Mode, key: &[u8], vector: &[u8], data: &[u8]) -> Vec<u8> {
    if suite == Suite::TripleDes {
        let key = [key, &key[..8]].concat();
        return run(Cipher::des_ede3_cbc(), mode, &key, vector, data);
    }
    run(aes(suite), mode, key, vector, data)
}

fn aes(suite: Suite) -> Cipher {
    match suite {
        Suite::Aes256 => Cipher::aes_256_cbc(),
        Suite::Aes192 => Cipher::aes_192_cbc(),
        _ => Cipher::aes_128_cbc(),
    }
}

fn run(cipher: Cipher, mode: Mode, key: &[u8], vector: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crypter = Crypter::new(cipher, mode, key, Some(vector)).expect("crypter");
    crypter.pad(false);
    let mut out = vec![0; data.len() + 16];
    let length = crypter.update(data, &mut out).expect("update");
    out.truncate(length);
    out
}
