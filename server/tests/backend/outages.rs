//! The log of outages, and what the report says of it.

use rules::availability::Span;
use server::{
    outages::{announce, availability, say},
    provider_report::{Period, preview},
};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::office::{Office, START};

impl Office {
    fn is_seen_for(&self, time: Duration) {
        let end = self.now() + time;
        while self.now() < end {
            self.pass(Duration::seconds(20));
            assert_eq!(self.run(say(&self.backend)).unwrap(), None);
        }
    }
}

#[test]
fn a_gap_is_an_outage_and_what_was_announced_is_told_apart() {
    let office = Office::open();
    assert_eq!(office.run(say(&office.backend)).unwrap(), None);
    office.is_seen_for(Duration::minutes(10));
    let gone = office.now();
    office.pass(Duration::minutes(6));
    let outage = office.run(say(&office.backend)).unwrap().unwrap();
    assert_eq!(
        outage,
        Span {
            from: gone,
            until: office.now()
        }
    );

    // Announced for five minutes, away for eight.
    let planned = Span {
        from: office.now() + Duration::minutes(1),
        until: office.now() + Duration::minutes(6),
    };
    let database = &office.backend.parts().database;
    office
        .run(announce(database, (planned, "thay ổ đĩa"), office.now()))
        .unwrap();
    office.is_seen_for(Duration::minutes(1));
    office.pass(Duration::minutes(8));
    assert!(office.run(say(&office.backend)).unwrap().is_some());

    let found = office.run(async {
        let mut connection = database.acquire().await.unwrap();
        let period = Span {
            from: START,
            until: office.now(),
        };
        availability(&mut connection, period).await.unwrap()
    });
    let found = found.unwrap();
    assert_eq!(
        (found.times, found.away, found.planned, found.watched),
        (
            2,
            Duration::minutes(14),
            Duration::minutes(5),
            Duration::minutes(25)
        )
    );
    assert_eq!(found.to_string(), "44,000 %");
    let stated = office.stated();
    let report = preview(database, (Period::SecondHalf(2026), &stated), office.now());
    let said = office.run(report).unwrap().availability;
    assert!(
        said.starts_with("99,98 % (đo từ bên ngoài); 44,000 %"),
        "{said}"
    );
    assert!(said.contains("gián đoạn 2 lần, tổng 14 phút"), "{said}");
}

#[test]
fn maintenance_is_announced_before_it_begins_with_a_reason_and_an_end() {
    let office = Office::open();
    let database = &office.backend.parts().database;
    let at = |moment: OffsetDateTime, minutes: i64| Span {
        from: moment,
        until: moment + Duration::minutes(minutes),
    };
    let tonight = datetime!(2026-11-20 23:00 +7);
    let refused = |span, reason| {
        office
            .run(announce(database, (span, reason), office.now()))
            .is_err()
    };
    assert!(refused(at(office.now() - Duration::minutes(1), 60), "muộn"));
    assert!(refused(at(tonight, 0), "không có thời gian"));
    assert!(refused(at(tonight, 8 * 24 * 60), "quá dài"));
    assert!(refused(at(tonight, 60), " "));
    assert!(!refused(at(tonight, 60), "thay ổ đĩa"));
    let told = "SELECT count(*) FROM audit WHERE action = 'maintenance.announce'";
    assert_eq!(office.count(told), 1);
}
