//! A model of faces in ONNX: one square picture in, one vector out.

use capture::fault::Fault;
use dossier::portrait::NotCompared;
use tract_onnx::prelude::{
    DatumType, Framework, InferenceFact, InferenceModel, InferenceModelExt, IntoRunnable,
    IntoTValue, Tensor, TractError, TractResult, TypedRunnableModel, tvec,
};
use tract_onnx::tract_hir::infer::{DimFact, Factoid};
use zeroize::Zeroizing;

use crate::config::ColourOrder;

/// Pixels a side that a model of faces may take.
const SIDES: std::ops::RangeInclusive<i64> = 32..=640;
/// Numbers of an embedding.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=4096;

/// How colours become the model's numbers.
#[derive(Clone, Copy, Debug)]
pub struct ColourScale {
    /// The grey value that becomes 0.
    pub mean: f32,
    /// How many grey values become 1.
    pub scale: f32,
    /// Which colour comes first.
    pub order: ColourOrder,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// No ONNX, or operators that this program does not have.
    #[error("the file is no ONNX model that runs here: {0}")]
    Unreadable(String),
    /// Another number of inputs or outputs, or other sizes.
    #[error(
        "a model takes one float picture 1×3×N×N or 1×N×N×3 of 32 to 640 pixels a side and gives one vector of 16 to \
         4096 numbers: {0}"
    )]
    Shape(String),
    /// It did not come to an end with numbers.
    #[error("the model failed: {0}")]
    Failed(String),
}

impl ModelError {
    /// The standard that is not met.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "ONNX IR: ModelProto, operator sets",
            Self::Shape(_) => "ONNX IR: graph inputs and outputs",
            Self::Failed(_) => "ONNX: operators",
        }
    }

    /// Who has to act: the operator, who supplies the model.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

impl From<&ModelError> for NotCompared {
    fn from(error: &ModelError) -> Self {
        match error {
            ModelError::Unreadable(_) => Self::ModelUnreadable,
            ModelError::Shape(_) => Self::ModelShape,
            ModelError::Failed(_) => Self::ModelFailed,
        }
    }
}

/// Where the three colours stand in the model's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// 1×3×N×N.
    ColourFirst,
    /// 1×N×N×3.
    ColourLast,
}

/// A model that is ready.
pub struct Embedder {
    model: std::sync::Arc<TypedRunnableModel>,
    side: u32,
    layout: Layout,
    scale: ColourScale,
}

impl Embedder {
    /// Reads a model from the bytes of its file; weights outside the file are not looked for.
    ///
    /// # Errors
    /// [`ModelError`]: all are the model's.
    pub fn load(file: &[u8], scale: ColourScale) -> Result<Self, ModelError> {
        let unreadable = |error| ModelError::Unreadable(format!("{error:#}"));
        let mut bytes = file;
        let model = tract_onnx::onnx()
            .model_for_read(&mut bytes)
            .map_err(unreadable)?;
        let (side, layout) = geometry(&model)?;
        let n = usize::try_from(side).unwrap_or(0);
        let shape = match layout {
            Layout::ColourFirst => [1, 3, n, n],
            Layout::ColourLast => [1, n, n, 3],
        };
        let fact = InferenceFact::dt_shape(DatumType::F32, shape);
        let model = model
            .with_input_fact(0, fact)
            .and_then(InferenceModelExt::into_optimized)
            .and_then(IntoRunnable::into_runnable)
            .map_err(unreadable)?;
        Ok(Self {
            model,
            side,
            layout,
            scale,
        })
    }

    /// Pixels a side of the picture that the model takes.
    #[must_use]
    pub fn side(&self) -> u32 {
        self.side
    }

    /// The embedding of a picture of [`Self::side`] pixels a side.
    ///
    /// # Errors
    /// [`ModelError::Shape`] for a vector of another length than an embedding has, otherwise [`ModelError::Failed`].
    pub fn embed(&self, picture: &[[u8; 3]]) -> Result<Zeroizing<Vec<f32>>, ModelError> {
        let embedding = self
            .run(picture)
            .map_err(|error| ModelError::Failed(format!("{error:#}")))?;
        if !LENGTHS.contains(&embedding.len()) {
            let length = embedding.len();
            return Err(ModelError::Shape(format!("a vector of {length}")));
        }
        if !embedding.iter().all(|number| number.is_finite()) {
            return Err(ModelError::Failed("not all are numbers".into()));
        }
        Ok(embedding)
    }

    fn run(&self, picture: &[[u8; 3]]) -> TractResult<Zeroizing<Vec<f32>>> {
        let n = usize::try_from(self.side)?;
        let places = match self.scale.order {
            ColourOrder::Rgb => [0, 1, 2],
            ColourOrder::Bgr => [2, 1, 0],
        };
        let number = |value: u8| (f32::from(value) - self.scale.mean) / self.scale.scale;
        let (shape, numbers): ([usize; 4], Vec<f32>) = match self.layout {
            Layout::ColourFirst => {
                let planes = places
                    .iter()
                    .flat_map(|place| picture.iter().map(move |pixel| pixel[*place]));
                ([1, 3, n, n], planes.map(number).collect())
            }
            Layout::ColourLast => {
                let pixels = picture
                    .iter()
                    .flat_map(|pixel| places.map(|place| pixel[place]));
                ([1, n, n, 3], pixels.map(number).collect())
            }
        };
        let numbers = Zeroizing::new(numbers);
        let input = Tensor::from_shape(&shape, &numbers)?;
        let outputs = self.model.run(tvec!(input.into_tvalue()))?;
        let [output] = outputs.as_slice() else {
            return Err(TractError::msg("another number of outputs than one"));
        };
        let output = output.cast_to::<f32>()?;
        let numbers = output.try_as_plain_ram()?.as_slice::<f32>()?;
        Ok(Zeroizing::new(numbers.to_vec()))
    }
}

/// The picture that the model takes, as its own graph states it.
fn geometry(model: &InferenceModel) -> Result<(u32, Layout), ModelError> {
    let inputs = model.inputs.len();
    let outputs = model.outputs.len();
    if (inputs, outputs) != (1, 1) {
        let found = format!("{inputs} inputs, {outputs} outputs");
        return Err(ModelError::Shape(found));
    }
    let fact = model
        .input_fact(0)
        .map_err(|error| ModelError::Unreadable(format!("{error:#}")))?;
    let shape = || ModelError::Shape(format!("input {}", fact.format_dt_shape()));
    if fact.datum_type.concretize() != Some(DatumType::F32) {
        return Err(shape());
    }
    let known = |dim: &DimFact| dim.concretize().and_then(|dim| dim.to_i64().ok());
    let dims: Vec<Option<i64>> = fact.shape.dims().map(known).collect();
    // How many pictures are taken at once may be left open.
    let [None | Some(1), one, two, three] = dims.as_slice() else {
        return Err(shape());
    };
    let (side, layout) = match (one, two, three) {
        (Some(3), Some(height), Some(width)) if height == width => (*height, Layout::ColourFirst),
        (Some(height), Some(width), Some(3)) if height == width => (*height, Layout::ColourLast),
        _ => return Err(shape()),
    };
    match u32::try_from(side) {
        Ok(pixels) if SIDES.contains(&side) => Ok((pixels, layout)),
        _ => Err(shape()),
    }
}
