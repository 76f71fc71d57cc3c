//! Forms filled with invented people.

use forms::{
    Answer, Appointment, Day, FileCount, Incident, LockRequest, Month, Office, OrganisationRequest,
    OtherRepresentative, PersonRequest, ProviderReport, Refusal, Represented, Row,
    VerificationSlip, Wanted,
};
use time::macros::date;

const TODAY: time::Date = date!(2026 - 11 - 25);
const C06: &str = "Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)";

pub(crate) fn office() -> Office {
    Office {
        superior: "Công an thành phố Mẫu".into(),
        name: "Công an phường Ví Dụ".into(),
        place: "Ví Dụ".into(),
        hotline: "1900 0000".into(),
    }
}

fn row(label: &str, value: &str) -> Row {
    Row {
        label: label.into(),
        value: value.into(),
    }
}

pub(crate) fn person_request() -> PersonRequest {
    PersonRequest {
        office: office(),
        addressee: C06.into(),
        number: "001199000018".into(),
        name: "Nguyễn Thị Ví Dụ".into(),
        date_of_birth: "15/03/1999".into(),
        sex: "Nữ".into(),
        nationality: "Việt Nam".into(),
        travel_document: None,
        residence: "Số 1 Phố Mẫu, phường Ví Dụ, Hà Nội".into(),
        card: "Căn cước công dân, cấp 20/04/2021, hết hạn 15/03/2039".into(),
        phone: "0900 000 018".into(),
        email: Some("vi.du@example.invalid".into()),
        level: "Mức độ 02".into(),
        integrate: vec!["Giấy phép lái xe".into(), "Thẻ bảo hiểm y tế".into()],
        representative: Some(Represented {
            name: "Trần Văn Mẫu".into(),
            number: "001075000027".into(),
            relation: "Cha".into(),
            phone: "0900 000 027".into(),
            proof: "Giấy khai sinh số 00/2015".into(),
        }),
        findings: vec![
            row("Chữ ký số trên chip", "Hợp lệ"),
            row("Chip không bị sao chép", "Đã chứng minh"),
            row("Ảnh khuôn mặt", "Trùng khớp"),
            row("Vân tay", "Trùng khớp"),
        ],
        file_number: "H01.2026.000018".into(),
        officer: "Đỗ Thị Tiếp Nhận".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn organisation_request() -> OrganisationRequest {
    OrganisationRequest {
        office: office(),
        addressee: C06.into(),
        name: "Công ty Cổ phần Thí Dụ".into(),
        short_name: Some("THIDU".into()),
        foreign_name: Some("Example Joint Stock Company".into()),
        code: "0100000000".into(),
        tax_code: Some("0100000000".into()),
        founded: "01/01/2020".into(),
        head_office: "Số 2 Phố Mẫu, Hà Nội".into(),
        business_line: Some("Phần mềm".into()),
        representative: "Nguyễn Thị Ví Dụ, 001199000018, tài khoản mức độ 02".into(),
        authorised: None,
        other_representatives: vec![OtherRepresentative {
            name: "Trần Văn Mẫu".into(),
            consent: "Đồng ý, xác nhận trên ứng dụng ngày 24/11/2026".into(),
        }],
        phone: "024 0000 0000".into(),
        email: Some("lien-he@example.invalid".into()),
        file_number: "H01.2026.000019".into(),
        officer: "Đỗ Thị Tiếp Nhận".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn lock_request() -> LockRequest {
    LockRequest {
        office: office(),
        addressee: C06.into(),
        requester: "Nguyễn Thị Ví Dụ (chủ thể danh tính điện tử)".into(),
        document: None,
        owner: "Nguyễn Thị Ví Dụ".into(),
        owner_number: "001199000018".into(),
        wanted: Wanted::Lock,
        object: "Tài khoản định danh điện tử và căn cước điện tử".into(),
        cause: "Chủ thể danh tính điện tử yêu cầu khóa tài khoản của mình".into(),
        clause: "Điều 16 Nghị định 69/2024/NĐ-CP".into(),
        file_number: "H01.2026.000020".into(),
        officer: "Đỗ Thị Tiếp Nhận".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn appointment() -> Appointment {
    Appointment {
        office: office(),
        file_number: "H01.2026.000018".into(),
        name: "Nguyễn Thị Ví Dụ".into(),
        masked_number: "••••••••0018".into(),
        procedure: "Cấp tài khoản định danh điện tử mức độ 02".into(),
        papers: vec![
            "Phiếu đề nghị TK01".into(),
            "Thẻ căn cước công dân (xuất trình, đọc chip)".into(),
        ],
        received_at: "09:12 ngày 25/11/2026".into(),
        deadline: "03 ngày làm việc".into(),
        clause: "Điều 13 Nghị định 69/2024/NĐ-CP".into(),
        due_on: Day(date!(2026 - 11 - 30)),
        due_is_provisional: false,
        channels: vec!["Ứng dụng định danh quốc gia".into(), "SMS".into()],
        next_step: "Kích hoạt tài khoản trên ứng dụng trong 07 ngày kể từ ngày nhận thông báo"
            .into(),
        fee: "Không thu".into(),
        officer: "Đỗ Thị Tiếp Nhận".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn refusal() -> Refusal {
    Refusal {
        office: office(),
        notice_number: "12/TB-CAP".into(),
        file_number: "H01.2026.000018".into(),
        name: "Nguyễn Thị Ví Dụ".into(),
        masked_number: "••••••••0018".into(),
        procedure: "Cấp tài khoản định danh điện tử mức độ 02".into(),
        received_at: "09:12 ngày 25/11/2026".into(),
        reason: "Họ tên trên thẻ khác với Cơ sở dữ liệu quốc gia về dân cư.".into(),
        clause: "Điều 9 dự thảo 2022".into(),
        remedy:
            "Đề nghị điều chỉnh thông tin tại Công an cấp xã (02 ngày làm việc), sau đó nộp lại. \
                 Hồ sơ đã nộp được giữ lại, không phải kê khai từ đầu."
                .into(),
        signer: "Trưởng Công an phường".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn verification_slip() -> VerificationSlip {
    VerificationSlip {
        office: Office {
            superior: "Ngân hàng Thí Dụ".into(),
            name: "Chi nhánh Mẫu".into(),
            place: "Hà Nội".into(),
            hotline: "1900 0001".into(),
        },
        request: "0193f1c0-0000-7000-8000-000000000018".into(),
        transaction: "Mở tài khoản thanh toán, số giao dịch 000018".into(),
        purpose: "Nhận biết khách hàng".into(),
        contract: "HĐ 01/2026".into(),
        permit: "GP 02/2026, đến 31/12/2027".into(),
        answer: Answer::Correct,
        received_at: "09:12:30 ngày 25/11/2026".into(),
        usable_until: "09:12:30 ngày 27/11/2026".into(),
        proof: "SHA-256 6f0a20d6 41c2 … 0c22b1a9".into(),
        signed_on: Month(TODAY),
    }
}

pub(crate) fn provider_report() -> ProviderReport {
    let count = |name: &str, quantity, note: &str| FileCount {
        name: name.into(),
        quantity,
        note: note.into(),
    };
    ProviderReport {
        provider: "Đơn vị cung cấp dịch vụ Thí Dụ".into(),
        number: "03/BC-TD".into(),
        place: "Hà Nội".into(),
        addressee: "Bộ Công an".into(),
        period: "Báo cáo 06 tháng cuối năm 2026".into(),
        from: Day(date!(2026 - 07 - 01)),
        to: Day(date!(2026 - 12 - 31)),
        services: vec![
            "Định danh trực tiếp tại quầy giao dịch".into(),
            "Xác minh danh tính (đúng, không đúng)".into(),
        ],
        market: vec!["12 bên sử dụng dịch vụ, 340 chi nhánh".into()],
        incidents: vec![Incident {
            time: "08:10-08:42 ngày 03/09/2026".into(),
            cause: "Đứt kết nối tới cơ sở dữ liệu nguồn".into(),
            effect: "118 yêu cầu trả lời chậm".into(),
            fix: "Chuyển sang đường truyền dự phòng".into(),
        }],
        availability: "99,98 %".into(),
        security: vec![
            "02 lần diễn tập ứng cứu sự cố".into(),
            "Không có vi phạm dữ liệu cá nhân phải thông báo".into(),
        ],
        files: vec![
            count("Hồ sơ tiếp nhận", 1840, ""),
            count("Hồ sơ được phê duyệt", 1795, ""),
            count("Hồ sơ bị từ chối", 45, "12 do sai khác dữ liệu"),
        ],
        ledger_digest: Some("SHA-256 9b2d…77c1".into()),
        signer: "Giám đốc".into(),
        signed_on: Month(TODAY),
    }
}
