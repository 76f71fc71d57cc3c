//! Manual pages and shell completions, written by a program from the description of its own command line,
//! so that they cannot tell anything else than the program does. `cargo xtask package` asks for them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_complete::{Shell, generate_to};

/// Shells whose completions are written, and the folder of each.
const SHELLS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash"),
    (Shell::Zsh, "zsh"),
    (Shell::Fish, "fish"),
];

/// Where to write, as a hidden subcommand takes it.
#[derive(Args)]
pub struct ManualArgs {
    /// Folder to write to: man1, bash, zsh and fish are made in it.
    folder: PathBuf,
}

impl ManualArgs {
    /// Writes what belongs to this command line.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn run<C: CommandFactory>(&self) -> io::Result<()> {
        write(&C::command(), &self.folder)
    }
}

/// Pages of the command and of each visible subcommand, and the completions.
///
/// # Errors
/// When a file cannot be written.
pub fn write(command: &Command, folder: &Path) -> io::Result<()> {
    let pages = folder.join("man1");
    fs::create_dir_all(&pages)?;
    clap_mangen::generate_to(command.clone(), &pages)?;
    for (shell, name) in SHELLS {
        let completions = folder.join(name);
        fs::create_dir_all(&completions)?;
        generate_to(shell, &mut command.clone(), command.get_name(), completions)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Parser, Subcommand};

    /// Weighs fruit.
    #[derive(Parser)]
    #[command(name = "scales", version)]
    struct Scales {
        #[command(subcommand)]
        command: Weigh,
    }

    #[derive(Subcommand)]
    enum Weigh {
        /// One basket.
        Basket {
            /// Grams of the basket itself.
            #[arg(long)]
            tare: u32,
        },
        #[command(hide = true)]
        Manual(ManualArgs),
    }

    #[test]
    fn pages_and_completions_tell_what_the_command_line_tells() {
        let folder = tempfile::tempdir().expect("a folder");
        let arguments = ManualArgs {
            folder: folder.path().into(),
        };
        arguments.run::<Scales>().expect("written");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect(name);
        assert!(read("man1/scales.1").contains("Weighs fruit"));
        assert!(read("man1/scales-basket.1").contains("Grams of the basket"));
        for completions in ["bash/scales.bash", "zsh/_scales", "fish/scales.fish"] {
            assert!(read(completions).contains("tare"), "{completions}");
        }
        assert!(!folder.path().join("man1/scales-manual.1").exists());
    }
}
