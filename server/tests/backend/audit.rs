//! The audit log under somebody who has the database's password.

use server::{
    audit_log::{self, AuditError, Standing},
    store::Engine,
};

use crate::{decisions::approval, office::Office};

impl Office {
    pub(crate) fn verify_audit(&self) -> Standing {
        self.verify_audit_against(&[]).unwrap()
    }

    fn verify_audit_against(&self, kept_elsewhere: &[&str]) -> Result<Standing, AuditError> {
        let parts = self.backend.parts();
        let key = parts.receipt_key.public().unwrap();
        self.run(audit_log::verify(&parts.database, &key, kept_elsewhere))
    }

    fn checkpoint(&self) -> Option<String> {
        let parts = self.backend.parts();
        let taken = audit_log::take_checkpoint(&parts.database, &parts.receipt_key, self.now());
        self.run(taken).unwrap()
    }

    fn disarm(&self) {
        self.tamper(match self.backend.parts().database.engine() {
            Engine::Sqlite => {
                "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted"
            }
            Engine::Postgres => "DROP TRIGGER audit_is_never_changed ON audit",
        })
        .unwrap();
    }
}

/// One case from submission to decision: at least nine entries.
fn office_with_history() -> Office {
    let office = Office::open();
    let case = office.case();
    let approver = office.sign_in("duyet");
    let fence = office.claim(&approver, case).unwrap().claim.fence;
    office.decide(&approver, case, fence, approval()).unwrap();
    office
}

#[test]
fn the_program_itself_may_only_append() {
    let office = office_with_history();
    let entries = office.count("SELECT count(*) FROM audit");
    assert!(entries >= 9, "{entries}");
    let checkpoints = 0;
    let intact = Standing::Intact {
        entries,
        checkpoints,
    };
    assert_eq!(office.verify_audit(), intact);
    assert!(
        office
            .tamper("UPDATE audit SET actor = 'x' WHERE number = 3")
            .is_err()
    );
    assert!(office.tamper("DELETE FROM audit").is_err());
    assert_eq!(office.verify_audit(), intact);
}

#[test]
fn a_changed_removed_added_or_moved_entry_is_found() {
    let changes = [
        ("UPDATE audit SET actor = 'x' WHERE number = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 5", 6),
        ("DELETE FROM audit WHERE number = 1", 2),
        (
            "UPDATE audit SET number = 1000 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;
             UPDATE audit SET number = 4 WHERE number = 1000",
            3,
        ),
        (
            "INSERT INTO audit SELECT 1000, at, actor, action, subject, detail, previous, hash FROM audit WHERE number = 2",
            1000,
        ),
    ];
    for (change, number) in changes {
        let office = office_with_history();
        office.disarm();
        office.tamper(change).unwrap();
        assert_eq!(
            office.verify_audit(),
            Standing::BrokenAt { number },
            "{change}"
        );
    }
}

#[test]
fn a_checkpoint_kept_elsewhere_shows_what_is_missing_at_the_end() {
    let office = office_with_history();
    let kept = office.checkpoint().unwrap();
    assert_eq!(office.checkpoint(), None, "nothing new to sign for");
    let seen = office.count("SELECT count(*) FROM audit");
    let intact = Standing::Intact {
        entries: seen,
        checkpoints: 2,
    };
    assert_eq!(office.verify_audit_against(&[&kept]).unwrap(), intact);
    office.disarm();
    office
        .tamper("DELETE FROM audit WHERE number > 5; DELETE FROM audit_checkpoints")
        .unwrap();
    let alone = Standing::Intact {
        entries: 5,
        checkpoints: 0,
    };
    assert_eq!(
        office.verify_audit(),
        alone,
        "the database alone cannot know"
    );
    let truncated = Standing::Truncated { entries: 5, seen };
    assert_eq!(office.verify_audit_against(&[&kept]).unwrap(), truncated);
    // Filled up again to the same length by the very same program.
    while office.count("SELECT count(*) FROM audit") < seen {
        office.sign_in("nhan");
    }
    let rewritten = Standing::Rewritten { number: seen };
    assert_eq!(office.verify_audit_against(&[&kept]).unwrap(), rewritten);
}

#[test]
fn a_checkpoint_that_this_backend_did_not_sign_is_refused() {
    let (office, other) = (office_with_history(), office_with_history());
    let foreign = other.checkpoint().unwrap();
    assert!(office.verify_audit_against(&[&foreign]).is_err());
    office
        .tamper("INSERT INTO audit_checkpoints VALUES (1, 'x.y.z')")
        .unwrap();
    assert_eq!(office.verify_audit(), Standing::CheckpointForged);
}
