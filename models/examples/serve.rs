//! Serves one model until Ctrl-C: `cargo run --release -p io-models --example serve -- epoll`.

#![expect(clippy::print_stderr, reason = "an error belongs on standard error")]

use std::{env, net::SocketAddr, process::ExitCode};

use io_models::{MODELS, Server, shutdown};
use socket_core::net;

fn main() -> ExitCode {
    match serve(env::args().nth(1), env::args().nth(2)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn serve(name: Option<String>, address: Option<String>) -> Result<(), String> {
    let name = name.unwrap_or_else(|| "epoll".to_owned());
    let address = address.unwrap_or_else(|| "127.0.0.1:6380".to_owned());
    let model = MODELS.iter().find(|model| model.name == name).ok_or_else(|| {
        let names = MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
        format!("There is no model {name:?}: take one of {names}.")
    })?;
    let parsed = address.parse::<SocketAddr>();
    let parsed = parsed.map_err(|_| format!("{address:?} is no address like 127.0.0.1:6380."))?;
    let cannot = |error: &dyn std::error::Error| format!("Cannot serve at {address}: {error}.");
    let listener = net::listen(parsed).map_err(|error| cannot(&error))?;
    let shutdown = shutdown::on_signals().map_err(|error| cannot(&error))?;
    (model.serve)(Server::new(listener, shutdown)).map_err(|error| cannot(&error))
}
