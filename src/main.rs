//! `cccd`: the counter terminal.

fn main() -> std::process::ExitCode {
    terminal::cli::run()
}
