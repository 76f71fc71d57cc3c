//! The list of devices.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `GET /v1/devices`: the newest list; [`super::ProblemType::NotFound`] while there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceListAnswer {
    /// A [`crate::devices::DeviceList`] under the backend's signature.
    pub list: String,
}
