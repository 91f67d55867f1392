//! The server of the models, on what others have built.

#[path = "on_compio.rs"]
mod on_compio;
#[path = "on_mio.rs"]
mod on_mio;
#[path = "on_monoio.rs"]
mod on_monoio;
#[path = "on_smol.rs"]
mod on_smol;
#[path = "on_tokio.rs"]
mod on_tokio;
#[path = "session.rs"]
mod session;

use lab::Outsider;

/// Its rows in a table.
pub(crate) const SERVERS: &[Outsider] = &[
    Outsider { name: "mio", serve: on_mio::serve },
    Outsider { name: "tokio", serve: on_tokio::serve },
    Outsider { name: "smol", serve: on_smol::serve },
    Outsider { name: "monoio", serve: on_monoio::serve },
    Outsider { name: "compio", serve: on_compio::serve },
];
