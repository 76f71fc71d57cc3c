//! Words for a verdict that is repeated from an evidence bundle.

use dossier::bundle::{Agreement, BundleError, TrustBasis};

use super::{Say, say};

/// Whose trust a repeated verdict rests on.
#[must_use]
pub fn basis(basis: TrustBasis) -> Say {
    match basis {
        TrustBasis::Own => say(
            "Kết luận dựa trên kho tin cậy của máy này.",
            "The verdict rests on this computer's own trust store.",
        ),
        TrustBasis::AsRecorded => say(
            "Kết luận lặp lại theo chứng thư ghi trong tệp bằng chứng, máy này chưa tự tin cậy chúng; dùng --trust để kiểm tra bằng kho tin cậy của mình.",
            "The verdict is repeated by the certificates that the bundle records, which this computer does not trust by itself; use --trust to judge by your own store.",
        ),
    }
}

/// How a repeated verdict compares with the recorded one.
#[must_use]
pub fn agreement(agreement: &Agreement) -> Say {
    match agreement {
        Agreement::Same => say(
            "Mọi kiểm tra giống hệt lần ghi.",
            "Every check ended as recorded.",
        ),
        Agreement::Differs(_) => say(
            "Khác với kết luận đã ghi; hãy xem các kiểm tra được nêu tên.",
            "It differs from what was recorded: look at the checks that are named.",
        ),
    }
}

/// What is wrong with a bundle and what to do.
#[must_use]
pub fn error(error: &BundleError) -> Say {
    match error {
        BundleError::TooLong { .. } => say(
            "Tệp bằng chứng quá dài; hãy chọn đúng tệp do cccd ghi.",
            "The bundle is too long: choose a file that cccd wrote.",
        ),
        BundleError::Malformed => say(
            "Tệp không phải bằng chứng của cccd hoặc đã hỏng; hãy lấy lại bản gốc.",
            "The file is no bundle of cccd, or it is damaged: fetch the original again.",
        ),
        BundleError::OtherFormat => say(
            "Tệp bằng chứng của phiên bản khác; hãy dùng đúng phiên bản cccd.",
            "The bundle is of another version: use that version of cccd.",
        ),
        BundleError::NotCanonical => say(
            "Tệp bằng chứng đã bị sửa hoặc ghi lại; không dùng được, hãy lấy bản gốc.",
            "The bundle was edited or written anew: do not use it, fetch the original.",
        ),
        BundleError::DigestDiffers => say(
            "Tệp bằng chứng đã bị thay đổi; không dùng được, hãy lấy bản gốc.",
            "The bundle was changed: do not use it, fetch the original.",
        ),
        BundleError::Trust(_) => say(
            "Chứng thư ghi trong tệp bằng chứng không đọc được; hãy kiểm tra bằng --trust.",
            "The certificates that the bundle records cannot be read: judge with --trust.",
        ),
        BundleError::NotWritable => say(
            "Không ghi được tệp bằng chứng; hãy báo người hỗ trợ.",
            "The bundle could not be written: tell support.",
        ),
    }
}
