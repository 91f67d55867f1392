//! One client at a time hears what it says: on standard input, which must be a socket that listens.

#![no_std]
#![no_main]

freestanding::program!(u8::from(freestanding::calls::serve(0).is_err()));
