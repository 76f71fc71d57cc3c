//! Sets a template with a form's JSON and gives PDF.
//!
//! Typst memoises what it has laid out, citizens' data among it: every printing ends by dropping
//! that memory.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value};

use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::Form;

const LETTERHEAD: &str = include_str!("../templates/letterhead.typ");

const FONTS: [&[u8]; 2] = [
    include_bytes!("../../ui/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../ui/fonts/NotoSans-Bold.ttf"),
];

/// Fonts, loaded once.
pub struct Press {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

/// Why a form could not be printed. All but [`PrintError::Letter`] are faults of this program.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// A compiled-in file does not have a path of its own.
    #[error("a template has no path")]
    Path,
    /// The form has no JSON.
    #[error("the form has no JSON")]
    Json,
    /// A letter that the fonts lack: it would be printed as an empty box.
    #[error("no font has U+{:04X}", u32::from(*.0))]
    Letter(char),
    /// The template does not fit the form. Messages of the template, never of the data.
    #[error("the template {template} does not fit: {messages}")]
    Template {
        /// Its name.
        template: &'static str,
        /// What is wrong with it.
        messages: String,
    },
    /// The printer's layout cannot be written as PDF.
    #[error("the layout of {template} is no PDF: {messages}")]
    Pdf {
        /// The template's name.
        template: &'static str,
        /// What is wrong.
        messages: String,
    },
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Loads the fonts.
    #[must_use]
    pub fn new() -> Self {
        let fonts: Vec<_> = FONTS
            .into_iter()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .collect();
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    /// The form as PDF.
    ///
    /// # Errors
    /// [`PrintError`] when template and form do not fit, which tests exclude for every form.
    pub fn pdf<F: Form>(&self, form: &F) -> Result<Vec<u8>, PrintError> {
        let printed = self.printed(form);
        comemo::evict(0);
        printed
    }

    fn has(&self, letter: char) -> bool {
        let covers = |font: &Font| font.info().coverage.contains(u32::from(letter));
        letter == ' ' || self.fonts.iter().all(covers)
    }

    fn printed<F: Form>(&self, form: &F) -> Result<Vec<u8>, PrintError> {
        let desk = Desk::new(self, form)?;
        let laid_out = typst::compile::<PagedDocument>(&desk);
        let template = F::NAME;
        let document: PagedDocument = laid_out.output.map_err(|errors| PrintError::Template {
            template,
            messages: messages(&errors),
        })?;
        // A warning is a glyph that no font has, or a template that relies on what goes away.
        if !laid_out.warnings.is_empty() {
            let messages = messages(&laid_out.warnings);
            return Err(PrintError::Template { template, messages });
        }
        typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|errors| PrintError::Pdf {
            template,
            messages: messages(&errors),
        })
    }
}

fn messages(list: &[SourceDiagnostic]) -> String {
    let texts: Vec<_> = list.iter().map(|one| one.message.to_string()).collect();
    texts.join("; ")
}

/// One printing: a template, its letterhead, and the form's JSON as the only input.
struct Desk<'a> {
    press: &'a Press,
    library: LazyHash<Library>,
    main: Source,
    letterhead: Source,
}

impl<'a> Desk<'a> {
    fn new<F: Form>(press: &'a Press, form: &F) -> Result<Self, PrintError> {
        let json = serde_json::to_string(form).map_err(|_| PrintError::Json)?;
        if let Some(letter) = json.chars().find(|letter| !press.has(*letter)) {
            return Err(PrintError::Letter(letter));
        }
        let inputs: Dict = [
            (Str::from("form"), Value::Str(json.into())),
            (Str::from("title"), Value::Str(F::TITLE.into())),
        ]
        .into_iter()
        .collect();
        Ok(Self {
            press,
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main: source(F::NAME, F::TEMPLATE)?,
            letterhead: source("letterhead", LETTERHEAD)?,
        })
    }
}

fn source(name: &str, text: &str) -> Result<Source, PrintError> {
    let path = VirtualPath::new(format!("{name}.typ")).map_err(|_| PrintError::Path)?;
    let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
    Ok(Source::new(id, text.to_owned()))
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.letterhead]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
