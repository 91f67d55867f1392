//! aio(7): the read of POSIX that one asks for, and then waits for.
#![expect(unsafe_code, reason = "aio_read(3) borrows memory until the request is done")]

use std::{
    ffi::c_int,
    io, mem,
    os::fd::{AsRawFd, OwnedFd},
    ptr,
};

// ANCHOR: read
/// Asks for bytes, and waits until they are there.
pub(crate) fn read(file: &OwnedFd, bytes: &mut [u8]) -> io::Result<usize> {
    // SAFETY: numbers and pointers only, for which zero is a value.
    let mut request: libc::aiocb = unsafe { mem::zeroed() };
    request.aio_fildes = file.as_raw_fd();
    request.aio_buf = bytes.as_mut_ptr().cast();
    request.aio_nbytes = bytes.len();
    request.aio_sigevent.sigev_notify = libc::SIGEV_NONE;
    // SAFETY: the request and its bytes are there until it is done: we wait.
    match unsafe { libc::aio_read(&raw mut request) } {
        0 => finish(&mut request),
        _ => Err(io::Error::last_os_error()),
    }
}
// ANCHOR_END: read

fn finish(request: &mut libc::aiocb) -> io::Result<usize> {
    while state(request) == libc::EINPROGRESS {
        let all = [ptr::from_ref(request)];
        // SAFETY: it is one request, which has been made.
        unsafe { libc::aio_suspend(all.as_ptr(), 1, ptr::null()) };
    }
    match state(request) {
        // SAFETY: it is done, and asked for its result once.
        0 => Ok(unsafe { libc::aio_return(request) }.unsigned_abs()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

fn state(request: &libc::aiocb) -> c_int {
    // SAFETY: the request has been made.
    unsafe { libc::aio_error(request) }
}
