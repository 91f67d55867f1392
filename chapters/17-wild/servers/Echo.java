// An echo server in Java: a thread for each client, which waits in a read.

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class Echo {
    public static void main(String[] arguments) throws IOException {
        String[] address = System.getenv("LISTEN_ADDRESS").split(":");
        int port = Integer.parseInt(address[1]);
        try (ServerSocket listener = new ServerSocket(port, 50, InetAddress.getByName(address[0]))) {
            while (true) {
                Socket client = listener.accept();
                new Thread(() -> echo(client), "echo").start();
            }
        }
    }

    static void echo(Socket client) {
        try (client) {
            byte[] buffer = new byte[4096];
            for (int n; (n = client.getInputStream().read(buffer)) > 0; ) {
                client.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // The client has left.
        }
    }
}
