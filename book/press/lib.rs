//! The press of the book: it turns the pages into HTML, checks them and serves them.

pub mod arguments;
pub mod beside;
pub mod dress;
pub mod figure;
pub mod gate;
pub mod glosses;
pub mod html;
pub mod output;
pub mod player;
pub mod serve;
pub mod shown;
pub mod trail;
pub mod transcript;
pub mod twice;
pub mod unused;
