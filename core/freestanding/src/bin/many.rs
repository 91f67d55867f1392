//! Many clients, on standard input if that is a socket that listens, else on 127.0.0.1:6380.

#![no_std]
#![no_main]

use freestanding::{many, start, table::Table};

freestanding::program!(start::serve(|listener| many::serve(listener, Table::default())));
