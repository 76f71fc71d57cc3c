//! The person: hair, shoulders, face, features, from back to front.

use super::Pose;
use super::canvas::{Canvas, Colour, Ellipse, Fill};

const SKIN: Colour = [0.93, 0.76, 0.64];
const SKIN_SHADOW: Colour = [0.74, 0.53, 0.43];
const HAIR: Colour = [0.13, 0.10, 0.10];
const HAIR_SHINE: Colour = [0.34, 0.27, 0.25];
const LIP: Colour = [0.76, 0.40, 0.40];
const WHITE: Colour = [0.97, 0.97, 0.97];
const DARK: Colour = [0.10, 0.07, 0.07];

/// Middle line of the face.
const MIDDLE: f32 = 240.0;
/// The head is drawn upright and turned around the neck.
const NECK: (f32, f32) = (240.0, 430.0);

pub(super) fn paint(canvas: &mut Canvas, pose: Pose) {
    match pose {
        Pose::Card => canvas.backdrop(|x, y| {
            let fall = 0.05 * ((x - 0.4).powi(2) + (y - 0.4).powi(2));
            [0.90 - fall, 0.93 - fall, 0.96 - fall]
        }),
        Pose::Live => canvas.backdrop(office),
    }
    let (degrees, shift) = match pose {
        Pose::Card => (0.0, (0.0, 0.0)),
        Pose::Live => (2.5, (8.0, 14.0)),
    };
    canvas.place(NECK, degrees, shift);
    back_hair(canvas);
    canvas.place(NECK, 0.0, shift);
    shoulders(canvas, pose);
    canvas.place(NECK, degrees, shift);
    head(canvas);
    for side in [-1.0, 1.0] {
        eye(canvas, side);
        brow(canvas, side);
    }
    nose(canvas);
    mouth(canvas, pose);
    front_hair(canvas);
    canvas.grain(match pose {
        Pose::Card => 0.018,
        Pose::Live => 0.022,
    });
}

/// A wall with a darker cupboard edge and a soft window on the right.
fn office(x: f32, y: f32) -> Colour {
    let wall = 0.80 - 0.10 * y;
    let window = 0.14 * (1.0 - ((x - 0.92) / 0.22).powi(2)).max(0.0);
    let cupboard = if x < 0.16 { -0.12 } else { 0.0 };
    let light = wall + window + cupboard;
    [light + 0.02, light, light - 0.05]
}

fn back_hair(canvas: &mut Canvas) {
    let hair = Fill::new(HAIR).edge(3.0).relief(-0.15);
    canvas.draw(Ellipse::new((MIDDLE, 235.0), (136.0, 150.0)), hair);
    canvas.draw(
        Ellipse::new((MIDDLE - 88.0, 360.0), (58.0, 150.0)).turned(6.0),
        hair,
    );
    canvas.draw(
        Ellipse::new((MIDDLE + 88.0, 360.0), (58.0, 150.0)).turned(-6.0),
        hair,
    );
}

fn shoulders(canvas: &mut Canvas, pose: Pose) {
    let cloth: Colour = match pose {
        Pose::Card => [0.95, 0.95, 0.94],
        Pose::Live => [0.35, 0.48, 0.62],
    };
    let fold: Colour = cloth.map(|channel| channel * 0.80);
    let body = Ellipse::new((MIDDLE, 650.0), (215.0, 160.0));
    let neck = Ellipse::new((MIDDLE, 440.0), (54.0, 92.0));
    canvas.draw(body, Fill::new(cloth).edge(2.5).relief(0.10));
    for side in [-1.0, 1.0] {
        let sleeve = Ellipse::new((MIDDLE + side * 150.0, 640.0), (14.0, 80.0)).turned(side * 14.0);
        canvas.draw_inside(sleeve, Fill::new(fold).edge(14.0).opacity(0.6), Some(body));
    }
    // Open collar: skin in front of the cloth, then the two collar wings.
    canvas.draw(
        Ellipse::new((MIDDLE, 505.0), (56.0, 56.0)),
        Fill::new(SKIN).edge(2.0).relief(0.05),
    );
    canvas.draw(neck, Fill::new(SKIN).relief(0.05));
    canvas.draw_inside(
        Ellipse::new((MIDDLE + 6.0, 420.0), (66.0, 56.0)),
        Fill::new(SKIN_SHADOW).edge(26.0).opacity(0.85),
        Some(neck),
    );
    for side in [-1.0, 1.0] {
        let wing = Ellipse::new((MIDDLE + side * 50.0, 530.0), (17.0, 56.0)).turned(side * 36.0);
        canvas.draw(
            Ellipse {
                at: (wing.at.0 + 2.0, wing.at.1 + 5.0),
                ..wing
            },
            Fill::new(fold).edge(7.0).opacity(0.8),
        );
        canvas.draw(wing, Fill::new(cloth).relief(0.08));
    }
    canvas.draw(Ellipse::new((MIDDLE, 622.0), (5.0, 5.0)), Fill::new(fold));
}

fn head(canvas: &mut Canvas) {
    for side in [-1.0, 1.0] {
        canvas.draw(
            Ellipse::new((MIDDLE + side * 103.0, 285.0), (17.0, 30.0)).turned(side * -8.0),
            Fill::new(SKIN).relief(0.08),
        );
        canvas.draw(
            Ellipse::new((MIDDLE + side * 104.0, 287.0), (8.0, 18.0)),
            Fill::new(SKIN_SHADOW).edge(9.0).opacity(0.5),
        );
    }
    let skin = Fill::new(SKIN).edge(2.0).relief(0.07);
    canvas.draw(Ellipse::new((MIDDLE, 250.0), (105.0, 122.0)), skin);
    canvas.draw(
        Ellipse::new((MIDDLE, 306.0), (91.0, 118.0)),
        Fill::new(SKIN).edge(2.5).relief(0.07),
    );
    // Light on the forehead, warmth on the cheeks, shade along the jaw on the far side.
    canvas.draw(
        Ellipse::new((MIDDLE - 20.0, 205.0), (58.0, 40.0)),
        Fill::new([0.99, 0.86, 0.76]).edge(50.0).opacity(0.5),
    );
    for side in [-1.0, 1.0] {
        canvas.draw(
            Ellipse::new((MIDDLE + side * 58.0, 322.0), (30.0, 22.0)),
            Fill::new([0.93, 0.58, 0.52]).edge(30.0).opacity(0.32),
        );
    }
    let face = Ellipse::new((MIDDLE, 306.0), (91.0, 118.0));
    canvas.draw_inside(
        Ellipse::new((MIDDLE + 82.0, 350.0), (30.0, 86.0)).turned(24.0),
        Fill::new(SKIN_SHADOW).edge(40.0).opacity(0.35),
        Some(face),
    );
    canvas.draw_inside(
        Ellipse::new((MIDDLE, 424.0), (52.0, 12.0)),
        Fill::new(SKIN_SHADOW).edge(16.0).opacity(0.35),
        Some(face),
    );
}

fn eye(canvas: &mut Canvas, side: f32) {
    let (x, y) = (MIDDLE + side * 43.0, 277.0);
    let opening = Ellipse::new((x, y), (23.0, 11.0)).turned(side * -4.0);
    canvas.draw(
        Ellipse::new((x, y - 3.0), (31.0, 20.0)),
        Fill::new(SKIN_SHADOW).edge(18.0).opacity(0.30),
    );
    canvas.draw(
        Ellipse::new((x, y - 2.5), (25.0, 12.0)).turned(side * -4.0),
        Fill::new(DARK).edge(2.0),
    );
    canvas.draw(opening, Fill::new(WHITE).edge(1.5));
    canvas.draw_inside(
        Ellipse::new((x, y - 1.0), (11.0, 11.5)),
        Fill::new([0.27, 0.17, 0.12]),
        Some(opening),
    );
    canvas.draw_inside(
        Ellipse::new((x, y - 1.0), (5.5, 5.5)),
        Fill::new(DARK),
        Some(opening),
    );
    canvas.draw_inside(
        Ellipse::new((x, y - 9.0), (24.0, 5.0)),
        Fill::new(DARK).edge(5.0).opacity(0.35),
        Some(opening),
    );
    canvas.draw(
        Ellipse::new((x - 4.0, y - 5.0), (2.6, 2.6)),
        Fill::new(WHITE),
    );
    canvas.draw(
        Ellipse::new((x, y - 17.0), (20.0, 2.0)).turned(side * 5.0),
        Fill::new(SKIN_SHADOW).edge(2.0).opacity(0.55),
    );
    canvas.draw(
        Ellipse::new((x, y + 16.0), (15.0, 3.0)),
        Fill::new(SKIN_SHADOW).edge(4.0).opacity(0.3),
    );
}

fn brow(canvas: &mut Canvas, side: f32) {
    let brow = Fill::new([0.22, 0.16, 0.15]).edge(4.0).opacity(0.85);
    canvas.draw(
        Ellipse::new((MIDDLE + side * 38.0, 245.0), (20.0, 4.6)).turned(side * -6.0),
        brow,
    );
    canvas.draw(
        Ellipse::new((MIDDLE + side * 56.0, 246.0), (17.0, 3.6)).turned(side * 12.0),
        brow,
    );
}

fn nose(canvas: &mut Canvas) {
    let shadow = Fill::new(SKIN_SHADOW);
    canvas.draw(
        Ellipse::new((MIDDLE + 10.0, 300.0), (6.0, 38.0)).turned(-4.0),
        shadow.edge(14.0).opacity(0.38),
    );
    canvas.draw(
        Ellipse::new((MIDDLE - 3.0, 300.0), (5.0, 34.0)),
        Fill::new([1.0, 0.88, 0.78]).edge(12.0).opacity(0.6),
    );
    canvas.draw(
        Ellipse::new((MIDDLE, 338.0), (21.0, 11.0)),
        shadow.edge(12.0).opacity(0.40),
    );
    canvas.draw(
        Ellipse::new((MIDDLE - 1.0, 333.0), (12.0, 9.0)),
        Fill::new([0.98, 0.83, 0.72]).edge(10.0).opacity(0.8),
    );
    for side in [-1.0, 1.0] {
        canvas.draw(
            Ellipse::new((MIDDLE + side * 9.0, 341.0), (4.5, 2.6)).turned(side * -14.0),
            Fill::new([0.42, 0.24, 0.20]).edge(3.0).opacity(0.85),
        );
        canvas.draw(
            Ellipse::new((MIDDLE + side * 20.0, 335.0), (3.0, 9.0)).turned(side * -10.0),
            shadow.edge(5.0).opacity(0.55),
        );
    }
}

fn mouth(canvas: &mut Canvas, pose: Pose) {
    // The camera at the counter catches a little more of a smile.
    let (wide, lift) = match pose {
        Pose::Card => (30.0, 5.0),
        Pose::Live => (34.0, 8.0),
    };
    let lip = Fill::new(LIP).edge(2.5);
    canvas.draw(
        Ellipse::new((MIDDLE, 385.0), (wide * 0.74, 10.0)),
        lip.relief(0.10),
    );
    for side in [-1.0, 1.0] {
        let upper = Ellipse::new((MIDDLE + side * wide * 0.38, 377.5), (wide * 0.62, 5.5));
        canvas.draw(upper.turned(side * (4.0 - lift)), lip);
        let corner = Ellipse::new((MIDDLE + side * wide, 380.0 - lift), (3.5, 3.0));
        canvas.draw(corner, Fill::new(SKIN_SHADOW).edge(5.0).opacity(0.6));
        let parting = Ellipse::new(
            (MIDDLE + side * wide * 0.46, 380.0 - lift * 0.25),
            (wide * 0.46, 1.7),
        );
        canvas.draw(
            parting.turned(side * -lift),
            Fill::new([0.47, 0.20, 0.21]).edge(1.6).opacity(0.85),
        );
    }
    let gloss = Fill::new([0.92, 0.62, 0.60]).edge(4.0).opacity(0.6);
    canvas.draw(Ellipse::new((MIDDLE - 5.0, 388.0), (9.0, 3.0)), gloss);
    let under = Fill::new(SKIN_SHADOW).edge(6.0).opacity(0.40);
    canvas.draw(Ellipse::new((MIDDLE, 401.0), (15.0, 4.0)), under);
}

/// A side parting: two sweeps over the forehead, kept inside the outline of the hair.
fn front_hair(canvas: &mut Canvas) {
    let outline = Some(Ellipse::new((MIDDLE, 235.0), (136.0, 150.0)));
    let hair = Fill::new(HAIR).edge(3.0);
    let sweeps = [
        ((165.0, 165.0), (115.0, 50.0), -40.0),
        ((318.0, 165.0), (100.0, 42.0), 46.0),
        ((240.0, 112.0), (110.0, 44.0), 0.0),
    ];
    for (at, radii, degrees) in sweeps {
        canvas.draw_inside(Ellipse::new(at, radii).turned(degrees), hair, outline);
    }
    for side in [-1.0, 1.0] {
        canvas.draw(
            Ellipse::new((MIDDLE + side * 116.0, 300.0), (18.0, 112.0)).turned(side * 3.0),
            hair,
        );
    }
    let shine = Fill::new(HAIR_SHINE).edge(26.0).opacity(0.55);
    canvas.draw_inside(
        Ellipse::new((185.0, 130.0), (62.0, 10.0)).turned(-34.0),
        shine,
        outline,
    );
    canvas.draw_inside(
        Ellipse::new((305.0, 138.0), (40.0, 8.0)).turned(42.0),
        shine,
        outline,
    );
}
