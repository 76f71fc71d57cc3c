//! The request as the person signs it. Decree 69/2024, annex: TK01, TK02.

use dossier::{
    dossier::Sealed,
    facts::CitizenFacts,
    subject::{
        DeclaredDependant, DeclaredForeigner, DeclaredOrganisation, Modality, Relation, Subject,
    },
};
use forms::{Month, OrganisationRequest, OtherRepresentative, PersonRequest, Represented, Row};
use reader::verdict::Verdict;

use super::{Filled, Source, written};

/// Who decides. Decree 69/2024 Art. 16.
const ADDRESSEE: &str = "Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)";

/// What differs between the persons of TK01.
struct Person {
    number: String,
    name: String,
    date_of_birth: String,
    sex: String,
    nationality: String,
    travel_document: Option<String>,
    residence: String,
    representative: Option<Represented>,
}

pub(super) fn request(source: Source<'_>) -> Filled {
    let facts = source.facts();
    let sealed = source.opened.sealed();
    match &sealed.subject {
        Subject::Citizen => Filled::Person(person(source, holder(facts))),
        Subject::Foreigner(declared) => Filled::Person(person(source, foreigner(facts, declared))),
        Subject::Dependant(declared) => {
            Filled::Person(person(source, dependant(facts, sealed, declared)))
        }
        Subject::Organisation(declared) => Filled::Organisation(organisation(source, declared)),
    }
}

fn person(source: Source<'_>, person: Person) -> PersonRequest {
    let (case, sealed) = (source.case, source.opened.sealed());
    let email = sealed.contact.email.as_ref();
    PersonRequest {
        office: source.office(),
        addressee: ADDRESSEE.into(),
        number: person.number,
        name: person.name,
        date_of_birth: person.date_of_birth,
        sex: person.sex,
        nationality: person.nationality,
        travel_document: person.travel_document,
        residence: person.residence,
        card: card(source.facts()),
        phone: sealed.contact.phone.spoken(),
        email: email.map(|email| email.as_str().to_owned()),
        level: "Mức độ 02".into(),
        integrate: sealed.integrate.iter().map(written::paper).collect(),
        representative: person.representative,
        findings: findings(source),
        file_number: source.file_number(),
        officer: case.submitter.name.clone(),
        signed_on: Month(written::day_of(case.received_at)),
    }
}

fn holder(facts: &CitizenFacts) -> Person {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Person {
        number: text(&facts.number),
        name: text(&facts.name),
        date_of_birth: facts
            .date_of_birth
            .as_deref()
            .map(written::iso_day)
            .unwrap_or_default(),
        sex: sex(facts.sex.as_deref().unwrap_or_default()),
        nationality: nationality(facts.nationality.as_deref().unwrap_or_default()),
        travel_document: None,
        residence: text(&facts.residence),
        representative: None,
    }
}

fn foreigner(facts: &CitizenFacts, declared: &DeclaredForeigner) -> Person {
    let document = &declared.document.paper;
    let issued = written::day(document.issued_on);
    Person {
        travel_document: Some(format!("{}, cấp {issued}", written::paper(document))),
        residence: declared.residence.clone().unwrap_or_default(),
        ..holder(facts)
    }
}

fn dependant(facts: &CitizenFacts, sealed: &Sealed, declared: &DeclaredDependant) -> Person {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let relation = match declared.relation {
        Relation::Father => "Cha",
        Relation::Mother => "Mẹ",
        Relation::Guardian => "Người giám hộ",
    };
    Person {
        number: text(&declared.number),
        name: declared.name.clone(),
        date_of_birth: written::day(declared.born),
        sex: sex(&declared.sex),
        nationality: nationality(&declared.nationality),
        travel_document: None,
        residence: text(&facts.residence),
        representative: Some(Represented {
            name: text(&facts.name),
            number: text(&facts.number),
            relation: relation.into(),
            phone: sealed.contact.phone.spoken(),
            proof: declared
                .proof
                .as_ref()
                .map(written::paper)
                .unwrap_or_default(),
        }),
    }
}

fn organisation(source: Source<'_>, declared: &DeclaredOrganisation) -> OrganisationRequest {
    let (case, sealed, facts) = (source.case, source.opened.sealed(), source.facts());
    let came = format!(
        "{}, {}",
        facts.name.as_deref().unwrap_or_default(),
        facts.number.as_deref().unwrap_or_default()
    );
    // Whose card was read is the representative, unless somebody was authorised to come instead.
    let representative = match declared.representative {
        Some(own) if declared.authorised.is_some() => format!("Hồ sơ mức độ 02: {}", own.case),
        Some(own) => format!("{came}, hồ sơ mức độ 02: {}", own.case),
        None => came,
    };
    let authorised = declared.authorised.as_ref();
    let others = declared.others.iter().map(|other| OtherRepresentative {
        name: other.name.clone(),
        consent: other
            .consent
            .as_ref()
            .map(written::paper)
            .unwrap_or_default(),
    });
    OrganisationRequest {
        office: source.office(),
        addressee: ADDRESSEE.into(),
        name: declared.name.clone(),
        short_name: declared.short_name.clone(),
        foreign_name: declared.foreign_name.clone(),
        code: declared.code.clone().unwrap_or_default(),
        tax_code: declared.tax_code.clone(),
        founded: written::day(declared.founded),
        head_office: declared.head_office.clone(),
        business_line: Some(declared.business_line.clone()),
        representative,
        authorised: authorised.map(|one| format!("{}, {}", one.name, written::paper(&one.paper))),
        other_representatives: others.collect(),
        phone: sealed.contact.phone.spoken(),
        email: sealed
            .contact
            .email
            .as_ref()
            .map(|email| email.as_str().to_owned()),
        file_number: source.file_number(),
        officer: case.submitter.name.clone(),
        signed_on: Month(written::day_of(case.received_at)),
    }
}

/// What the counter and the backend found, in words.
fn findings(source: Source<'_>) -> Vec<Row> {
    let sealed = source.opened.sealed();
    let verdict = match source.case.server_verdict {
        Verdict::Genuine => "Đã chứng minh là thẻ thật",
        Verdict::Refuted => "Không phải thẻ thật hoặc đã bị sửa",
        Verdict::Undetermined => "Chưa kết luận được",
        Verdict::Unread => "Chưa đọc được",
    };
    let (taken, excepted) = (
        sealed.fingerprints.len(),
        sealed.finger_work.exceptions.len(),
    );
    let fingers = match excepted {
        0 => format!("Đã thu {taken:02} ngón"),
        _ => format!("Đã thu {taken:02} ngón, {excepted:02} ngón ngoại lệ"),
    };
    let recognition = sealed.recognition.as_ref().map(|recognition| {
        let beside = match recognition.beside {
            Modality::Portrait => "ảnh khuôn mặt",
            Modality::Fingerprint => "vân tay",
        };
        let feature = &recognition.feature;
        row(
            "Đặc điểm nhận dạng",
            format!("{feature} (cùng với {beside})"),
        )
    });
    [
        row("Chip và chữ ký số của thẻ", verdict.into()),
        row("Ảnh khuôn mặt", "Đã chụp tại quầy".into()),
        row("Vân tay", fingers),
    ]
    .into_iter()
    .chain(recognition)
    .collect()
}

fn row(label: &str, value: String) -> Row {
    Row {
        label: label.into(),
        value,
    }
}

fn card(facts: &CitizenFacts) -> String {
    let part = |what: &str, value: &Option<String>| {
        let value = value.as_deref().map(written::iso_day);
        value.map(|value| format!("{what} {value}"))
    };
    let parts = [
        part("số", &facts.document_number),
        part("cấp", &facts.date_of_issue),
        part("hết hạn", &facts.date_of_expiry),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn sex(code: &str) -> String {
    match code {
        "M" => "Nam",
        "F" => "Nữ",
        _ => "Khác",
    }
    .into()
}

fn nationality(code: &str) -> String {
    match code {
        "VNM" => "Việt Nam".into(),
        other => other.to_owned(),
    }
}
