//! Words of a registration: what is missing, consent, fingers.

use capture::fingerprint::Finger;
use dossier::consent::ConsentPoint;
use dossier::draft::Missing;

use super::{Say, say};

/// Version of the consent text below; it goes into the record with the points affirmed.
pub const CONSENT_TEXT_VERSION: &str = "2026-11";

/// What is missing and what to do about it.
#[must_use]
pub fn missing(missing: Missing) -> Say {
    match missing {
        Missing::CardNotRead => say(
            "Chưa đọc thẻ: đặt thẻ và nhấn F2",
            "Card not read: put it on the reader, press F2",
        ),
        Missing::CardNotGenuine => say(
            "Thẻ không qua kiểm tra: dừng tiếp nhận",
            "Card failed its checks: stop",
        ),
        Missing::Subject => say(
            "Thông tin chủ thể chưa đủ: bổ sung giấy tờ",
            "The subject is not complete: add the papers",
        ),
        Missing::Portrait => say("Chưa có ảnh chân dung: nhấn F3", "No portrait: press F3"),
        Missing::PersonWatched => say(
            "Xác nhận người thật trước máy ảnh",
            "Confirm that a living person sat there",
        ),
        Missing::Fingerprint => say("Chưa có vân tay: nhấn F4", "No fingerprint: press F4"),
        Missing::PhoneMissing => say(
            "Chưa có số điện thoại: nhập số chính chủ",
            "No phone number: type the person's own number",
        ),
        Missing::PhoneInvalid => say(
            "Số điện thoại chưa đúng: nhập đủ 10 số",
            "Phone number not valid: type all 10 digits",
        ),
        Missing::EmailInvalid => say(
            "Thư điện tử chưa đúng: sửa hoặc để trống",
            "E-mail not valid: correct it or leave it empty",
        ),
        Missing::Consent => say(
            "Chưa đủ 4 mục đồng ý: hỏi và đánh dấu",
            "Consent not complete: ask and tick all 4 points",
        ),
    }
}

/// The text that the person affirms for one point.
#[must_use]
pub fn consent(point: ConsentPoint) -> Say {
    match point {
        ConsentPoint::DataTypes => say(
            "Dữ liệu thu nhận: dữ liệu chip, ảnh khuôn mặt, vân tay, số điện thoại, thư điện tử",
            "Data taken: chip data, face image, fingerprint, phone number, e-mail",
        ),
        ConsentPoint::Purpose => say(
            "Mục đích: cấp tài khoản định danh điện tử mức độ 02",
            "Purpose: an electronic identity account of level 2",
        ),
        ConsentPoint::Controller => say(
            "Bên xử lý: cơ quan quản lý định danh và xác thực điện tử",
            "Controller: the authority for electronic identification",
        ),
        ConsentPoint::Rights => say(
            "Quyền của tôi: được xem, sửa, rút lại sự đồng ý và khiếu nại",
            "My rights: to see, correct, withdraw consent and complain",
        ),
    }
}

/// Where a portrait came from; nothing for a source that has no other name than its own.
#[must_use]
pub fn portrait_source(source: &str) -> Option<Say> {
    match source {
        "image-file" => Some(say("Tệp ảnh", "Image file")),
        "image-folder" => Some(say("Thư mục ảnh", "Image folder")),
        "network-camera" => Some(say("Máy ảnh mạng", "Network camera")),
        _ => None,
    }
}

/// A finger's name.
#[must_use]
pub fn finger(finger: Finger) -> Say {
    match finger {
        Finger::RightThumb => say("Ngón cái phải", "Right thumb"),
        Finger::RightIndex => say("Ngón trỏ phải", "Right index"),
        Finger::RightMiddle => say("Ngón giữa phải", "Right middle"),
        Finger::RightRing => say("Ngón áp út phải", "Right ring"),
        Finger::RightLittle => say("Ngón út phải", "Right little"),
        Finger::LeftThumb => say("Ngón cái trái", "Left thumb"),
        Finger::LeftIndex => say("Ngón trỏ trái", "Left index"),
        Finger::LeftMiddle => say("Ngón giữa trái", "Left middle"),
        Finger::LeftRing => say("Ngón áp út trái", "Left ring"),
        Finger::LeftLittle => say("Ngón út trái", "Left little"),
    }
}
