//! Words for what identity sources answered.

use dossier::source::{
    Reply, Said, Source, SourceField, SourceReply, SourceStanding, WhyNoReply, WhyNotSaid,
};

use super::{Say, say};
use crate::model::approver::Question;

/// Stands behind the name of a source that is not connected.
pub const SAMPLE: Say = say("dữ liệu mẫu", "sample data");
/// What a source confirmed.
pub const CORRECT: Say = say("đúng", "right");
/// What it denied.
pub const INCORRECT: Say = say("không đúng", "wrong");

/// A source's name.
#[must_use]
pub fn source(source: Source) -> Say {
    match source {
        Source::Population => say("CSDL dân cư", "Population database"),
        Source::IdCard => say("CSDL căn cước", "Card database"),
        Source::Immigration => say("CSDL xuất nhập cảnh", "Immigration database"),
        Source::Organisation => say("CSDL tổ chức", "Database of organisations"),
        Source::Agency => say("Cơ quan cấp giấy tờ", "Agency that issued the paper"),
    }
}

/// What was compared.
#[must_use]
pub fn field(field: SourceField) -> Say {
    match field {
        SourceField::Name => say("tên", "name"),
        SourceField::DateOfBirth => say("ngày sinh", "date of birth"),
        SourceField::Sex => say("giới tính", "sex"),
        SourceField::Nationality => say("quốc tịch", "nationality"),
        SourceField::Residence => say("nơi cư trú, trụ sở", "residence or head office"),
        SourceField::DocumentNumber => say("số thẻ, giấy tờ", "document number"),
        SourceField::DateOfExpiry => say("ngày hết hạn", "date of expiry"),
        SourceField::ImmigrationKey => say("mã xuất nhập cảnh", "immigration key"),
        SourceField::TaxCode => say("mã số thuế", "tax code"),
        SourceField::Paper => say("giấy tờ", "paper"),
        SourceField::Portrait => say("khuôn mặt", "face"),
        SourceField::Fingerprints => say("vân tay", "fingers"),
    }
}

/// How the person, card or organisation stands there; nothing to say of one that is on record and in force.
#[must_use]
pub fn standing(standing: SourceStanding) -> Option<Say> {
    match standing {
        SourceStanding::Registered => None,
        SourceStanding::NotRegistered => Some(say(
            "không có trong dữ liệu: điều chỉnh tại dữ liệu gốc trước",
            "not on record: corrected at the source first",
        )),
        SourceStanding::Locked => Some(say(
            "đã bị khóa, hủy hoặc thu hồi",
            "locked, cancelled or withdrawn",
        )),
        SourceStanding::Died => Some(say("đã chết hoặc đã giải thể", "dead or dissolved")),
    }
}

/// Why a source says nothing of a field.
#[must_use]
pub fn not_said(why: WhyNotSaid) -> Say {
    match why {
        WhyNotSaid::NoReference => say("không có dữ liệu đối chiếu", "nothing to compare with"),
        WhyNotSaid::TooPoor => say("mẫu quá kém để so", "too poor to compare"),
        WhyNotSaid::Pending => say("đang xác minh", "being looked into"),
    }
}

/// Why a source gave no answer.
#[must_use]
pub fn no_reply(why: WhyNoReply) -> Say {
    match why {
        WhyNoReply::NotYet => say(
            "chưa trả lời, nhấn F5 để hỏi lại",
            "no answer yet, press F5",
        ),
        WhyNoReply::Changed => say(
            "dữ liệu vừa thay đổi, nhấn F5 để hỏi lại",
            "something changed there, press F5 to ask again",
        ),
        WhyNoReply::Unreachable => say(
            "không kết nối được, nhấn F5 để hỏi lại",
            "cannot be reached, press F5 to ask again",
        ),
        WhyNoReply::TimedOut => say(
            "quá thời gian chờ, nhấn F5 để hỏi lại",
            "no answer in time, press F5 to ask again",
        ),
        WhyNoReply::Refused => say(
            "từ chối câu hỏi, hãy báo quản trị",
            "refused the question, call the administrator",
        ),
        WhyNoReply::Malformed => say(
            "trả lời sai định dạng, hãy báo quản trị",
            "its answer has another form, call the administrator",
        ),
    }
}

/// What the sources confirm of a question that no officer is asked any more.
#[must_use]
pub fn confirmed(question: Question) -> Say {
    match question {
        Question::Data => say("Nguồn: thông tin đúng", "Source: data right"),
        Question::Portrait => say("Nguồn: khuôn mặt đúng", "Source: face right"),
        Question::Fingerprint => say("Nguồn: vân tay đúng", "Source: fingers right"),
    }
}

/// What the sources deny.
#[must_use]
pub fn denied(question: Question) -> Say {
    match question {
        Question::Data => say("Nguồn: thông tin không đúng", "Source: data wrong"),
        Question::Portrait => say("Nguồn: khuôn mặt không đúng", "Source: face wrong"),
        Question::Fingerprint => say("Nguồn: vân tay không đúng", "Source: fingers wrong"),
    }
}

/// What a source answered, in one line of words.
#[must_use]
pub fn told(reply: &SourceReply, word: impl Fn(Say) -> &'static str) -> String {
    let (stands, fields) = match &reply.reply {
        Reply::NotAnswered(why) => return word(no_reply(*why)).to_owned(),
        Reply::Answered {
            standing: stands,
            fields,
        } => (
            standing(*stands).map(|stands| word(stands).to_owned()),
            fields,
        ),
    };
    let named = |wanted: Said| {
        let fields = fields.iter().filter(move |(_, said)| **said == wanted);
        fields
            .map(|(one, _)| word(field(*one)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let of = |said: Said, label: String| {
        let named = named(said);
        (!named.is_empty()).then(|| format!("{label}: {named}"))
    };
    let reasons = [
        WhyNotSaid::NoReference,
        WhyNotSaid::TooPoor,
        WhyNotSaid::Pending,
    ];
    let unsaid = reasons.map(|why| of(Said::NotAnswered(why), word(not_said(why)).to_owned()));
    let parts = [
        stands,
        of(Said::Incorrect, word(INCORRECT).to_owned()),
        of(Said::Correct, word(CORRECT).to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().chain(unsaid).flatten().collect();
    parts.join("; ")
}
