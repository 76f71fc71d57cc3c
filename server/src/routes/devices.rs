//! `/v1/devices`: the newest signed list of devices.

use axum::{Json, extract::State};
use dossier::api::{DeviceListAnswer, ProblemType};

use super::signed_in::SignedIn;
use crate::{Backend, permissions::Action, refusal::Refusal, store::device_lists};

pub(super) async fn newest(
    State(backend): State<Backend>,
    officer: SignedIn,
) -> Result<Json<DeviceListAnswer>, Refusal> {
    officer.to(Action::ReadDevices)?;
    let mut connection = backend.parts().database.acquire().await?;
    let list = device_lists::newest(&mut connection).await?;
    let list = list.ok_or(ProblemType::NotFound)?;
    Ok(Json(DeviceListAnswer { list: list.jws }))
}
