//! The real window on a virtual screen, driven by real keys, and looked at.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::counter::{Counter, RECEIVING, RECEIVING_PASSWORD};
use crate::process::{Running, log_file, succeed, wait_until};

/// A virtual screen of a usual counter computer.
struct Screen {
    server: Option<Running>,
    name: String,
}

impl Screen {
    fn start() -> Self {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
        ]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Running::start("Xvfb", &mut command);
        let name = format!(":{}", server.announced(""));
        Self {
            server: Some(server),
            name,
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    fn keys(&self, keys: &[&str]) {
        succeed(
            self.command("xdotool")
                .arg("key")
                .args(["--delay", "40"])
                .args(keys),
        );
    }

    fn types(&self, text: &str) {
        succeed(
            // Faster than this is a scanner.
            self.command("xdotool")
                .args(["type", "--delay", "60", text]),
        );
    }

    /// Software rendering beside other tests may take half a second for a frame.
    fn settles(&self) {
        sleep(Duration::from_secs(1));
    }

    /// Every colour on the screen, after the picture was written to a file.
    fn colours(&self, picture: &Path) -> HashSet<[u8; 3]> {
        succeed(
            self.command("import")
                .args(["-window", "root"])
                .arg(picture),
        );
        let bytes = std::fs::read(picture).expect("screenshot");
        let image = capture::image::decode(&bytes, capture::image::Limits::PORTRAIT).expect("PNG");
        image
            .pixels()
            .chunks_exact(4)
            .map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }
}

#[test]
fn the_counter_window_shows_the_chips_portrait() {
    let counter = Counter::complete(&[]);
    let screen = Screen::start();
    let mut command = screen.command(env!("CARGO_BIN_EXE_cccd"));
    command.args(["ui", "--config"]).arg(counter.settings());
    command
        .stdout(Stdio::null())
        .stderr(log_file(&counter.path("window.log")));
    let window = Running::start("cccd", &mut command);
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR"));

    let mut colours = HashSet::new();
    wait_until("the sign-in screen", Duration::from_secs(60), || {
        colours = screen.colours(&pictures.join("window-sign-in.png"));
        colours.len() > 20
    });
    // Without a window manager nobody gives the window the keyboard.
    succeed(screen.command("xdotool").args([
        "search",
        "--sync",
        "--onlyvisible",
        "--class",
        "cccd",
        "windowfocus",
        "--sync",
    ]));
    screen.types(RECEIVING);
    screen.settles();
    screen.keys(&["Tab"]);
    // What is typed within the frame of a Tab still goes to the field before it.
    screen.settles();
    screen.types(RECEIVING_PASSWORD);
    screen.settles();
    screen.keys(&["Return"]);
    screen.settles();
    screen.settles();
    let before = screen
        .colours(&pictures.join("window-counter-empty.png"))
        .len();
    screen.keys(&["F2"]);
    // A photograph has far more colours than lines and letters have.
    wait_until("the chip's portrait", Duration::from_secs(60), || {
        screen.colours(&pictures.join("window-counter.png")).len() > before + 800
    });
    drop(screen);
    drop(window);
}
