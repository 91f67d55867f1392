// One client at a time gets +PONG for each request.
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int client) {
    char request[4096];
    while (recv(client, request, sizeof request, 0) > 0)
        send(client, "+PONG\r\n", 7, 0);
    close(client);
}

int main(int count, char **words) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(atoi(count > 1 ? words[1] : "6380"));
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 16))
        return 1;
    for (;;)
        serve(accept(listener, NULL, NULL));
}
