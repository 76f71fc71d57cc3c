//! What is in each package.

/// One Debian package.
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    /// Lines of at most 80 characters.
    pub(super) description: &'static [&'static str],
    /// Built programs, each with its manual and completions.
    pub(super) programs: &'static [&'static str],
    /// Files of the tree: source, place, mode.
    pub(super) files: &'static [(&'static str, &'static str, u32)],
    /// Libraries that are opened at run time, so that no linker names them, and other programs.
    pub(super) depends: &'static [&'static str],
    pub(super) recommends: &'static [&'static str],
    /// Places below /etc.
    pub(super) conffiles: &'static [&'static str],
    /// Scripts of the maintainer: source, name.
    pub(super) scripts: &'static [(&'static str, &'static str)],
}

pub(super) const PACKAGES: &[Package] = &[
    Package {
        name: "cccd-terminal",
        summary: "counter terminal for Vietnam's chip ID cards",
        description: &[
            "Reads a chip ID card over PC/SC by ICAO Doc 9303, proves by signatures that its",
            "data are the state's and that the chip is no clone, captures portrait and",
            "fingerprints, and submits a level-2 registration to the backend.",
        ],
        programs: &["cccd"],
        files: &[
            (
                "packaging/terminal/cccd-terminal.desktop",
                "usr/share/applications/cccd-terminal.desktop",
                0o644,
            ),
            (
                "packaging/terminal/cccd-terminal.svg",
                "usr/share/icons/hicolor/scalable/apps/cccd-terminal.svg",
                0o644,
            ),
            ("README.md", "usr/share/doc/cccd-terminal/README.md", 0o644),
            (
                "docs/trust.md",
                "usr/share/doc/cccd-terminal/trust.md",
                0o644,
            ),
            (
                "docs/devices.md",
                "usr/share/doc/cccd-terminal/devices.md",
                0o644,
            ),
        ],
        depends: &[
            "libgl1",
            "libegl1",
            "libgl1-mesa-dri",
            "libx11-6",
            "libx11-xcb1",
            "libxcursor1",
            "libxi6",
            "libxrandr2",
            "libxkbcommon0",
            "libxkbcommon-x11-0",
            "libwayland-client0",
            "libwayland-egl1",
            "libcap2-bin",
        ],
        recommends: &["pcscd", "cups-client"],
        conffiles: &[],
        scripts: &[("packaging/terminal/postinst", "postinst")],
    },
    Package {
        name: "cccd-server",
        summary: "backend of the counter terminals for Vietnam's chip ID cards",
        description: &[
            "Takes in level-2 registrations, proves each card again from its raw bytes, keeps",
            "cases encrypted, and lets a second officer decide by the rules of the decree.",
        ],
        programs: &["cccd-server"],
        files: &[
            (
                "packaging/server/cccd-server.service",
                "usr/lib/systemd/system/cccd-server.service",
                0o644,
            ),
            (
                "packaging/server/server.toml",
                "etc/cccd-server/server.toml",
                0o644,
            ),
            ("README.md", "usr/share/doc/cccd-server/README.md", 0o644),
            (
                "docs/submission-format.md",
                "usr/share/doc/cccd-server/submission-format.md",
                0o644,
            ),
        ],
        depends: &["adduser"],
        recommends: &[],
        conffiles: &["/etc/cccd-server/server.toml"],
        scripts: &[
            ("packaging/server/postinst", "postinst"),
            ("packaging/server/prerm", "prerm"),
        ],
    },
    Package {
        name: "cccd-testkit",
        summary: "software chip card and simulated capture devices",
        description: &[
            "For integration tests and training of the counter terminal only: a software",
            "chip card for the virtual reader of pcscd, simulated sensors and scanners, and",
            "a fictitious citizen. Nothing in it is needed on a counter.",
        ],
        programs: &["cccd-twin", "cccd-testkit"],
        files: &[
            (
                "docs/devices.md",
                "usr/share/doc/cccd-testkit/devices.md",
                0o644,
            ),
            (
                "card-twin/persons/nguyen-thi-vi-du.toml",
                "usr/share/cccd-testkit/persons/nguyen-thi-vi-du.toml",
                0o644,
            ),
        ],
        depends: &[],
        recommends: &["vsmartcard-vpcd", "pcscd"],
        conffiles: &[],
        scripts: &[],
    },
];
