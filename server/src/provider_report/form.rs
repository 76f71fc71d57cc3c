//! Counts in the words of the form.

use std::collections::BTreeMap;

use dossier::decision::{Disposition, RefusalReason};
use forms::{Day, FileCount, Incident, Month, ProviderReport};
use rules::availability::Availability;
use time::Date;

use super::{Period, Stated};
use crate::{hexadecimal::hexadecimal, store::reports::CaseCounts};

/// What was counted.
pub(super) struct Counted {
    pub(super) cases: CaseCounts,
    /// Entries of the audit log by action.
    pub(super) actions: BTreeMap<String, u64>,
    /// Relying parties, terminals.
    pub(super) market: (u64, u64),
    pub(super) ledger: Option<Vec<u8>>,
    pub(super) availability: Option<Availability>,
}

pub(super) fn report(
    (period, (from, to)): (Period, (Date, Date)),
    stated: &Stated,
    counted: &Counted,
    today: Date,
) -> ProviderReport {
    let (parties, terminals) = counted.market;
    let of = |action: &str| counted.actions.get(action).copied().unwrap_or_default();
    let mut market = vec![
        format!("{parties} bên sử dụng dịch vụ đang được phục vụ, {terminals} thiết bị đầu cuối"),
        format!(
            "{} yêu cầu định danh, {} yêu cầu xác thực đã trả lời; {} yêu cầu bị từ chối",
            of("party.identify"),
            of("party.authenticate"),
            of("party.refused")
        ),
    ];
    market.extend(stated.market.iter().cloned());
    let mut security = vec![
        format!(
            "{} lượt đồng ý chia sẻ thông tin, {} lượt rút lại",
            of("consent.give"),
            of("consent.withdraw")
        ),
        format!(
            "{} kết nối của thiết bị không hợp lệ bị từ chối; {} lượt xuất bằng chứng hồ sơ",
            of("terminal.refused"),
            of("case.evidence")
        ),
    ];
    security.extend(stated.security.iter().cloned());
    let incidents = stated.incidents.iter().map(|one| Incident {
        time: one.time.clone(),
        cause: one.cause.clone(),
        effect: one.effect.clone(),
        fix: one.fix.clone(),
    });
    ProviderReport {
        provider: stated.provider.clone(),
        number: stated.number.clone(),
        place: stated.place.clone(),
        addressee: stated.addressee.clone(),
        period: words(period),
        from: Day(from),
        to: Day(to),
        services: stated.services.clone(),
        market,
        incidents: incidents.collect(),
        availability: availability(stated, counted.availability),
        security,
        files: files(&counted.cases),
        ledger_digest: counted
            .ledger
            .as_ref()
            .map(|hash| format!("SHA-256 {}", hexadecimal(hash))),
        signer: stated.signer.clone(),
        signed_on: Month(today),
    }
}

/// What the log of outages says, beside what was measured outside.
fn availability(stated: &Stated, counted: Option<Availability>) -> String {
    let Some(counted) = counted else {
        return stated.availability.clone();
    };
    let log = format!(
        "{counted} trong {} giờ theo nhật ký của hệ thống; gián đoạn {} lần, tổng {} phút, trong đó {} phút bảo trì có \
         thông báo trước",
        counted.watched.whole_hours(),
        counted.times,
        counted.away.whole_minutes(),
        counted.planned.whole_minutes()
    );
    match stated.availability.trim() {
        "" => log,
        outside => format!("{outside} (đo từ bên ngoài); {log}"),
    }
}

fn words(period: Period) -> String {
    match period {
        Period::FirstHalf(year) => format!("Báo cáo 06 tháng đầu năm {year}"),
        Period::SecondHalf(year) => format!("Báo cáo 06 tháng cuối năm {year}"),
        Period::Year(year) => format!("Báo cáo năm {year}"),
        Period::OnRequest(..) => "Báo cáo theo yêu cầu".into(),
    }
}

fn files(cases: &CaseCounts) -> Vec<FileCount> {
    let ended = |disposition: Disposition| {
        let reasons = RefusalReason::ALL.into_iter();
        let reasons = reasons.filter(|reason| reason.disposition() == disposition);
        let counts = reasons.filter_map(|reason| {
            let count = *cases.refused.get(reason.code())?;
            Some((reason.code(), count))
        });
        let counts: Vec<_> = counts.collect();
        let note: Vec<_> = counts
            .iter()
            .map(|(code, count)| format!("{code}: {count}"))
            .collect();
        let total = counts.iter().map(|(_, count)| count).sum();
        (total, note.join(", "))
    };
    let (returned, why_returned) = ended(Disposition::ReturnToCounter);
    let (rejected, why_rejected) = ended(Disposition::Final);
    let median = median(&cases.days).map_or(String::new(), |days| {
        format!("thời gian giải quyết trung vị {days} ngày")
    });
    let line = |name: &str, quantity: u64, note: String| FileCount {
        name: name.into(),
        quantity,
        note,
    };
    vec![
        line("Hồ sơ tiếp nhận", cases.received, String::new()),
        line("Hồ sơ được phê duyệt", cases.granted, median),
        line("Hồ sơ trả lại để bổ sung", returned, why_returned),
        line("Hồ sơ bị từ chối", rejected, why_rejected),
        line("Hồ sơ giải quyết quá hạn", cases.late, String::new()),
        line(
            "Hồ sơ đang giải quyết cuối kỳ",
            cases.waiting,
            String::new(),
        ),
    ]
}

/// Of a histogram; nothing of an empty one.
fn median(days: &BTreeMap<i64, u64>) -> Option<i64> {
    let total: u64 = days.values().sum();
    let mut seen = 0;
    days.iter().find_map(|(days, many)| {
        seen += many;
        (seen * 2 >= total).then_some(*days)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_that_of_the_cases() {
        assert_eq!(median(&BTreeMap::new()), None);
        assert_eq!(median(&BTreeMap::from([(1, 1), (3, 1), (9, 1)])), Some(3));
        assert_eq!(median(&BTreeMap::from([(0, 5), (7, 4)])), Some(0));
    }

    #[test]
    fn what_comes_back_and_what_ends_are_told_apart_by_reason() {
        let cases = CaseCounts {
            received: 9,
            granted: 4,
            refused: BTreeMap::from([("BIO_LOW", 2), ("CARD_REVOKED", 3)]),
            ..CaseCounts::default()
        };
        let table = files(&cases);
        assert_eq!(
            (table[2].quantity, table[2].note.as_str()),
            (2, "BIO_LOW: 2")
        );
        assert_eq!(
            (table[3].quantity, table[3].note.as_str()),
            (3, "CARD_REVOKED: 3")
        );
    }
}
