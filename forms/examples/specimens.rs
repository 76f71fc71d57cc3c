//! Writes every form, filled with invented people, as PDF and JSON into a folder.
//!
//! `cargo run -p forms --example specimens -- FOLDER`

#[path = "../tests/forms/specimen.rs"]
mod specimen;

use std::path::Path;

use forms::{Form, Press};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    #[expect(clippy::disallowed_methods, reason = "an example writes files")]
    std::fs::create_dir_all(folder)?;
    let press = Press::new();
    write(folder, &press, &specimen::person_request())?;
    write(folder, &press, &specimen::organisation_request())?;
    write(folder, &press, &specimen::lock_request())?;
    write(folder, &press, &specimen::appointment())?;
    write(folder, &press, &specimen::refusal())?;
    write(folder, &press, &specimen::verification_slip())?;
    write(folder, &press, &specimen::provider_report())
}

fn write<F: Form>(
    folder: &Path,
    press: &Press,
    form: &F,
) -> Result<(), Box<dyn std::error::Error>> {
    let path = folder.join(F::NAME);
    #[expect(clippy::disallowed_methods, reason = "an example writes files")]
    {
        std::fs::write(path.with_extension("pdf"), press.pdf(form)?)?;
        std::fs::write(path.with_extension("json"), form.to_json()?)?;
    }
    Ok(())
}
