//! PACE, AES secure messaging and file reading from the terminal's side.

use card_twin::card::Card;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::sha::sha1;
use openssl::sign::Signer;
use openssl::symm::{Cipher, Crypter, Mode};

use crate::bench::bytes;

const PROTOCOL: &str = "04007F00070202040202";

/// An AES session.
pub(crate) struct Session {
    pub(crate) encryption_key: Vec<u8>,
    pub(crate) mac_key: Vec<u8>,
    pub(crate) counter: u128,
}

impl Session {
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self {
            encryption_key: kdf(secret, 1),
            mac_key: kdf(secret, 2),
            counter: 0,
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
            let sealed = cbc(
                Mode::Encrypt,
                &self.encryption_key,
                &self.vector(),
                &pad(data),
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
        let mut input = [self.counter.to_be_bytes().to_vec(), pad(&header)].concat();
        if !objects.is_empty() {
            input.extend(pad(&objects));
        }
        objects.extend(object(0x8E, &cmac(&self.mac_key, &input)));
        (header, objects)
    }

    fn open(&mut self, answer: &[u8]) -> (Vec<u8>, u16) {
        let (body, status) = answer.split_at(answer.len() - 2);
        let status = u16::from_be_bytes([status[0], status[1]]);
        if body.is_empty() {
            return (Vec::new(), status);
        }
        self.counter += 1;
        let (protected, mac) = body.split_at(body.len() - 8);
        let (protected, mac_header) = protected.split_at(protected.len() - 2);
        assert_eq!(mac_header, [0x8E, 8]);
        let input = [self.counter.to_be_bytes().to_vec(), pad(protected)].concat();
        assert_eq!(mac, cmac(&self.mac_key, &input), "MAC of the answer");
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
        let plain = cbc(Mode::Decrypt, &self.encryption_key, &self.vector(), sealed);
        let end = plain
            .iter()
            .rposition(|byte| *byte == 0x80)
            .expect("padding");
        (plain[..end].to_vec(), status)
    }

    fn vector(&self) -> Vec<u8> {
        cbc(
            Mode::Encrypt,
            &self.encryption_key,
            &[0; 16],
            &self.counter.to_be_bytes(),
        )
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
    let nonce = cbc(Mode::Decrypt, &kdf(password, 3), &[0; 16], &sealed);
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
        cmac(
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
    let length = u8::try_from(value.len()).expect("short");
    let header: &[u8] = if length < 0x80 {
        &[tag, length]
    } else {
        &[tag, 0x81, length]
    };
    [header, value].concat()
}

fn kdf(secret: &[u8], counter: u8) -> Vec<u8> {
    sha1(&[secret, &[0, 0, 0, counter]].concat())[..16].to_vec()
}

fn pad(data: &[u8]) -> Vec<u8> {
    let mut padded = [data, &[0x80]].concat();
    padded.resize(padded.len().next_multiple_of(16), 0);
    padded
}

fn cmac(key: &[u8], data: &[u8]) -> Vec<u8> {
    let key = PKey::cmac(&Cipher::aes_128_cbc(), key).expect("key");
    Signer::new_without_digest(&key)
        .and_then(|mut signer| signer.sign_oneshot_to_vec(data))
        .expect("mac")[..8]
        .to_vec()
}

fn cbc(mode: Mode, key: &[u8], vector: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crypter =
        Crypter::new(Cipher::aes_128_cbc(), mode, key, Some(vector)).expect("crypter");
    crypter.pad(false);
    let mut out = vec![0; data.len() + 16];
    let length = crypter.update(data, &mut out).expect("update");
    out.truncate(length);
    out
}
