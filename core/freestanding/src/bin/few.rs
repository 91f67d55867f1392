//! Many clients and few commands, on standard input if that is a socket that listens, else on
//! 127.0.0.1:6380.

#![no_std]
#![no_main]

use freestanding::{few::Few, many, start, table::Table};

freestanding::program!(start::serve(|listener| many::serve(listener, Few(Table::default()))));
