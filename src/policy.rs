//! The signed policy of this terminal.

use rules::calendar::VIETNAM;
use rules::policy::Policy;
use trust_store::policy::{self, PolicyUnusable};

use crate::clock;
use crate::config::Config;

/// Profile and calendar of `policy/`, or what this version was built with; a refusal says who has to act.
///
/// # Errors
/// When it may not be worked by; the message says who has to act.
pub fn load(config: &Config) -> anyhow::Result<Policy> {
    let today = clock::now().to_offset(VIETNAM).date();
    let folder = &config.folder;
    let loaded = policy::load(&folder.join("policy"), &folder.join("policy-floor"), today);
    loaded.map_err(|why| match why {
        PolicyUnusable::Refused(refused) => {
            let advice = ui::text::policy::refused(&refused);
            let (happened, todo) = (advice.happened.vi, advice.todo.vi);
            anyhow::anyhow!("{happened}: {todo} ({refused}, {})", refused.clause())
        }
        other => other.into(),
    })
}
