//! The layer rule: an arrow may be missing, never added.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::workspace::{Dependency, Package};

/// What each package of ours may import in its own code.
const MATRIX: &[(&str, &[&str])] = &[
    ("reader", &[]),
    ("wsq", &[]),
    ("capture", &["wsq"]),
    ("dossier", &["reader", "capture", "rules"]),
    ("rules", &[]),
    ("forms", &[]),
    ("manual", &[]),
    ("ui", &["reader", "capture", "dossier", "rules"]),
    (
        "terminal",
        &[
            "reader",
            "capture",
            "dossier",
            "rules",
            "ui",
            "trust-store",
            "manual",
        ],
    ),
    (
        "server",
        &[
            "reader",
            "dossier",
            "rules",
            "forms",
            "trust-store",
            "manual",
        ],
    ),
    ("trust-store", &["reader", "dossier", "rules"]),
    ("card-twin", &["manual"]),
    ("device-twin", &["manual"]),
    ("test-database", &[]),
    ("test-vectors", &[]),
    ("xtask", &["test-database"]),
];

/// Tests of any package may use these; a product binary never contains them.
const TEST_ONLY: &[&str] = &["card-twin", "device-twin", "test-database", "test-vectors"];

/// What people install.
const PRODUCTS: &[&str] = &["terminal", "server"];

const PURE: &[&str] = &[
    "reader", "capture", "dossier", "rules", "forms", "ui", "wsq",
];

/// Packages that exist to reach files, devices, network, threads or the machine's randomness.
const OUTSIDE_WORLD: &[&str] = &[
    "axum",
    "eframe",
    "getrandom",
    "linuxvideo",
    "pcsc",
    "rand",
    "rusqlite",
    "rustix",
    "serialport",
    "signal-hook",
    "sqlx",
    "tokio",
    "tower-http",
    "tracing-subscriber",
    "ureq",
];

/// Every arrow between our packages that the matrix does not have.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut findings = Vec::new();
    for package in packages {
        let row = MATRIX.iter().find(|(name, _)| *name == package.name);
        let Some((_, allowed)) = row else {
            let text = format!("package {} has no row in the layer matrix", package.name);
            findings.push(Finding::Refused(text));
            continue;
        };
        for dependency in &package.dependencies {
            if ours.contains(dependency.name.as_str()) && !may(allowed, dependency) {
                findings.push(arrow(package, dependency, "against the layer rule"));
            }
            if is_pure(package) && is_outside_world(dependency) {
                findings.push(arrow(package, dependency, "but the package is pure"));
            }
        }
    }
    findings.extend(
        PRODUCTS
            .iter()
            .flat_map(|product| reached(packages, product)),
    );
    findings
}

fn may(allowed: &[&str], dependency: &Dependency) -> bool {
    let name = dependency.name.as_str();
    allowed.contains(&name) || (is_dev(dependency) && TEST_ONLY.contains(&name))
}

fn is_dev(dependency: &Dependency) -> bool {
    dependency.kind.as_deref() == Some("dev")
}

fn is_pure(package: &Package) -> bool {
    PURE.contains(&package.name.as_str())
}

fn is_outside_world(dependency: &Dependency) -> bool {
    !is_dev(dependency) && OUTSIDE_WORLD.contains(&dependency.name.as_str())
}

fn arrow(package: &Package, dependency: &Dependency, why: &str) -> Finding {
    let kind = dependency.kind.as_deref().unwrap_or("normal");
    let Package { name, .. } = package;
    Finding::Refused(format!("{name} -> {} ({kind}), {why}", dependency.name))
}

/// Test-only packages inside a product, over any number of steps.
fn reached(packages: &[Package], product: &str) -> Vec<Finding> {
    let by_name: BTreeMap<&str, &Package> = packages
        .iter()
        .map(|package| (package.name.as_str(), package))
        .collect();
    let mut seen = BTreeSet::new();
    let mut open = vec![product];
    while let Some(name) = open.pop() {
        let Some(package) = by_name.get(name) else {
            continue;
        };
        if !seen.insert(name) {
            continue;
        }
        let compiled_in = package.dependencies.iter().filter(|one| !is_dev(one));
        open.extend(compiled_in.map(|one| one.name.as_str()));
    }
    let inside = TEST_ONLY.iter().filter(|name| seen.contains(*name));
    inside
        .map(|name| Finding::Refused(format!("product {product} contains {name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(json: &str) -> Vec<Package> {
        serde_json::from_str(json).unwrap()
    }

    fn texts(findings: Vec<Finding>) -> Vec<String> {
        let text = |finding| match finding {
            Finding::Refused(text) | Finding::Warned(text) => text,
        };
        findings.into_iter().map(text).collect()
    }

    #[test]
    fn allowed_arrows_pass() {
        let found = check(&packages(
            r#"[{"name":"reader","dependencies":[{"name":"openssl","kind":null},{"name":"card-twin","kind":"dev"}]},
                {"name":"dossier","dependencies":[{"name":"reader","kind":null},{"name":"capture","kind":null}]},
                {"name":"card-twin","dependencies":[{"name":"openssl","kind":null}]},
                {"name":"capture","dependencies":[]},
                {"name":"server","dependencies":[{"name":"dossier","kind":null},{"name":"tokio","kind":null}]}]"#,
        ));
        assert_eq!(found, []);
    }

    #[test]
    fn an_arrow_upwards_is_refused_even_for_tests() {
        let found = check(&packages(
            r#"[{"name":"reader","dependencies":[{"name":"dossier","kind":"dev"}]},
                {"name":"dossier","dependencies":[]}]"#,
        ));
        assert_eq!(
            texts(found),
            ["reader -> dossier (dev), against the layer rule"]
        );
    }

    #[test]
    fn the_twin_shares_nothing_with_the_reader() {
        let found = check(&packages(
            r#"[{"name":"card-twin","dependencies":[{"name":"reader","kind":"dev"}]},
                {"name":"reader","dependencies":[]}]"#,
        ));
        assert_eq!(
            texts(found),
            ["card-twin -> reader (dev), against the layer rule"]
        );
    }

    #[test]
    fn a_twin_inside_a_product_is_found_over_two_steps() {
        let found = check(&packages(
            r#"[{"name":"terminal","dependencies":[{"name":"ui","kind":null}]},
                {"name":"ui","dependencies":[{"name":"card-twin","kind":null}]},
                {"name":"card-twin","dependencies":[]}]"#,
        ));
        assert_eq!(
            texts(found),
            [
                "ui -> card-twin (normal), against the layer rule",
                "product terminal contains card-twin"
            ]
        );
    }

    #[test]
    fn a_pure_package_reaches_no_device() {
        let found = check(&packages(
            r#"[{"name":"ui","dependencies":[{"name":"eframe","kind":null}]}]"#,
        ));
        assert_eq!(
            texts(found),
            ["ui -> eframe (normal), but the package is pure"]
        );
    }

    #[test]
    fn a_new_package_needs_a_row() {
        let found = check(&packages(r#"[{"name":"extra","dependencies":[]}]"#));
        assert_eq!(
            texts(found),
            ["package extra has no row in the layer matrix"]
        );
    }
}
