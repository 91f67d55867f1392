//! Serves one model until Ctrl-C: `cargo run --release -p io-models --example serve -- epoll`.

use std::{env, error::Error};

use io_models::{MODELS, Server, shutdown};
use socket_core::net;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "epoll".to_owned());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:6380".to_owned());
    let model = MODELS.iter().find(|model| model.name == name).ok_or_else(|| {
        let names = MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
        format!("there is no model {name:?}: take one of {names}")
    })?;
    let listener = net::listen(address.parse()?)?;
    (model.serve)(Server::new(listener, shutdown::on_signals()?))?;
    Ok(())
}
