//! A window that is too small for the work place, because of its size or of the text's: all of it can be scrolled to.

use egui::{Id, Rect, ScrollArea, Ui, UiBuilder, Vec2, vec2};

/// A side that is shorter than this is scrolled.
const LEAST: Vec2 = vec2(1180.0, 660.0);
/// What every screen is drawn for.
const DRAWN_FOR: Vec2 = vec2(1366.0, 768.0);

/// Draws the work place into the window, or into a larger sheet of which the window shows a part.
pub(crate) fn show(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let room = ui.max_rect().size();
    let side = |room: f32, least: f32, wanted: f32| if room < least { wanted } else { room };
    let sheet = vec2(
        side(room.x, LEAST.x, DRAWN_FOR.x),
        side(room.y, LEAST.y, DRAWN_FOR.y),
    );
    if sheet == room {
        draw(ui);
        return;
    }
    ScrollArea::both()
        .id_salt("sheet")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_min_size(sheet);
            let place = Rect::from_min_size(ui.min_rect().min, sheet);
            let mut page = ui.new_child(UiBuilder::new().id_salt("page").max_rect(place));
            draw(&mut page);
            follow_keyboard(ui);
        });
}

/// What has got the keyboard comes into view.
fn follow_keyboard(ui: &Ui) {
    let key = Id::unique("control that had the keyboard");
    let focused = ui.ctx().memory(|memory| memory.focused());
    let before = ui.ctx().data(|data| data.get_temp::<Option<Id>>(key));
    if before == Some(focused) {
        return;
    }
    let control = focused.and_then(|id| ui.ctx().read_response(id));
    // One that is about to be drawn for the first time is looked for in the next frame.
    if focused.is_some() && control.is_none() {
        return;
    }
    ui.ctx().data_mut(|data| data.insert_temp(key, focused));
    if let Some(control) = control {
        ui.scroll_to_rect(control.rect.expand(12.0), None);
    }
}
