//! A text field with its caption.

use egui::{Key, Margin, TextEdit, Ui};
use zeroize::Zeroizing;

use super::focus::TextField;
use super::widget::{self, Action};
use crate::theme;

/// How a field looks.
pub(crate) struct Field<'a> {
    /// Its name.
    pub(crate) name: TextField,
    /// Above it.
    pub(crate) caption: &'a str,
    /// In it, while it is empty.
    pub(crate) hint: &'a str,
    /// Whether its letters are hidden.
    pub(crate) secret: bool,
    /// Whether it can be typed into.
    pub(crate) enabled: bool,
}

/// What happened in a field.
pub(crate) struct Typed {
    /// The new text when it was changed.
    pub(crate) text: Option<Zeroizing<String>>,
    /// Whether Enter ended the typing.
    pub(crate) entered: bool,
}

/// The longest text a field takes: more than any QR code of a card.
const MAX_CHARACTERS: usize = 2048;

impl Field<'_> {
    /// Draws it; the new text when it was changed.
    pub(crate) fn show(self, ui: &mut Ui, text: &str) -> Option<Zeroizing<String>> {
        let caption = widget::caption(ui, self.caption);
        self.edit(ui, text, caption.id, f32::INFINITY).text
    }

    /// Draws it with something at the right of its caption.
    pub(crate) fn show_below(self, ui: &mut Ui, text: &str, beside: impl FnOnce(&mut Ui)) -> Typed {
        let caption = ui
            .horizontal(|ui| {
                let caption = widget::caption(ui, self.caption);
                beside(ui);
                caption
            })
            .inner;
        self.edit(ui, text, caption.id, f32::INFINITY)
    }

    /// Draws it with a button of a width at its right; the new text, and whether the button was pressed.
    pub(crate) fn show_beside(
        self,
        ui: &mut Ui,
        text: &str,
        button: Action<'_>,
    ) -> (Option<Zeroizing<String>>, bool) {
        let caption = widget::caption(ui, self.caption);
        let width = ui.available_width() - button.width - ui.spacing().item_spacing.x;
        ui.horizontal(|ui| (self.edit(ui, text, caption.id, width).text, button.show(ui)))
            .inner
    }

    fn edit(&self, ui: &mut Ui, text: &str, caption: egui::Id, width: f32) -> Typed {
        let mut typed = Zeroizing::new(text.to_owned());
        let edit = TextEdit::singleline(&mut *typed)
            .id(self.name.id())
            .interactive(self.enabled)
            .password(self.secret)
            .hint_text(egui::RichText::new(self.hint).color(theme::palette(ui).soft))
            .char_limit(MAX_CHARACTERS)
            .margin(Margin::symmetric(10, 7))
            .desired_width(width)
            .text_color(theme::palette(ui).ink);
        let response = ui.add(edit).labelled_by(caption);
        if response.gained_focus() {
            // Where a form scrolls, the keyboard brings its fields into view.
            response.scroll_to_me(None);
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        Typed {
            text: response.changed().then_some(typed),
            entered,
        }
    }
}
