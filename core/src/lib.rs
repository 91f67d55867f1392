//! Soon.
#![no_std]
