#ifndef KEELSON_NET_SOCKETS_HPP
#define KEELSON_NET_SOCKETS_HPP

#include <boost/asio/ip/tcp.hpp>

#include <string_view>

/// Sockets that the host's children do not inherit (Asio's own open and accept leave that to chance),
/// and reads and writes that never wait.
namespace keelson::net {

boost::system::error_code open_socket(boost::asio::ip::tcp::socket& socket, boost::asio::ip::tcp protocol);
boost::system::error_code open_socket(boost::asio::ip::tcp::acceptor& acceptor, boost::asio::ip::tcp protocol);

/// Takes the next connection into `socket`; `would_block` when there is none.
boost::system::error_code accept_into(boost::asio::ip::tcp::acceptor& acceptor, boost::asio::ip::tcp protocol,
                                      boost::asio::ip::tcp::socket& socket);

/// Begins to connect. `in_progress`: wait until it is writable, then ask `connect_outcome`.
boost::system::error_code begin_connect(boost::asio::ip::tcp::socket& socket, boost::asio::ip::tcp::endpoint const& to);
/// `in_progress` as long as it is not decided: a reactor may report a readiness that is not there.
boost::system::error_code connect_outcome(boost::asio::ip::tcp::socket& socket);

/// The bytes read, 0 at the end of the stream, `nothing_yet` or `broken`.
constexpr long nothing_yet = -1;
constexpr long broken = -2;
long receive(boost::asio::ip::tcp::socket& socket, char* data, std::size_t size);
/// The bytes that the kernel took, which may be 0, or `broken`.
long send_some(boost::asio::ip::tcp::socket& socket, std::string_view data);

/// Whether an idle connection has ended though this was not reported yet.
bool closed_by_peer(boost::asio::ip::tcp::socket& socket);

/// Closes with a reset, so that the other side sees an abort and not an end.
void close_with_reset(boost::asio::ip::tcp::socket& socket);

}  // namespace keelson::net

#endif
