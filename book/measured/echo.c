/* The echo of chapter 16's first step, with the C library. */
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    char bytes[512];
    for (;;) {
        int client = accept(0, NULL, NULL);
        if (client < 0) return 1;
        ssize_t n;
        while ((n = recv(client, bytes, sizeof bytes, 0)) > 0) {
            for (ssize_t sent = 0, more; sent < n; sent += more) {
                more = send(client, bytes + sent, n - sent, MSG_NOSIGNAL);
                if (more < 0) break;
            }
        }
        close(client);
    }
}
