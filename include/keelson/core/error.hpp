#ifndef KEELSON_CORE_ERROR_HPP
#define KEELSON_CORE_ERROR_HPP

#include <boost/system/result.hpp>

#include <cstdint>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

/// Why something failed: a closed list, one code for each `reason` of a Kubernetes Status.
enum class Errc : std::uint8_t {
    bad_request = 1,
    unauthorized,
    forbidden,
    not_found,
    already_exists,
    conflict,
    invalid,
    expired,
    too_many_requests,
    unavailable,
    timeout,
    cancelled,
    unsupported,
    internal,
};

/// The `reason` of a Kubernetes Status for this code, for example "NotFound".
std::string_view reason(Errc code) noexcept;

/// The HTTP status that the Kubernetes API gives for this code.
int http_status(Errc code) noexcept;

/// One thing wrong with one field, as in `details.causes` of a Kubernetes Status.
struct Cause {
    std::string reason;   ///< "FieldValueRequired", "FieldValueInvalid", ...
    std::string message;  ///< "Required value", "Invalid value: 0: must be greater than zero", ...
    std::string field;    ///< "spec.containers[0].image"

    friend bool operator==(Cause const&, Cause const&) = default;
};

/// A failure as a value. `message` is a lower-case fragment without a full stop, so that a caller
/// can put words in front of it; `subject` names what it is about (an object, a file), if anything.
struct Error {
    Errc code = Errc::internal;
    std::string message;
    std::string subject;
    std::vector<Cause> causes;

    Error() = default;
    Error(Errc code_, std::string message_, std::string subject_ = {})
        : code(code_), message(std::move(message_)), subject(std::move(subject_)) {}

    /// Puts "context: " in front of the message.
    [[nodiscard]] Error wrap(std::string_view context) &&;

    /// Whether the same call may succeed later without a change of its input.
    [[nodiscard]] bool retryable() const noexcept;

    friend bool operator==(Error const&, Error const&) = default;
};

/// "NotFound: pods \"web\" not found", for logs and for test output.
std::ostream& operator<<(std::ostream& out, Error const& error);

/// Thrown by `Result::value()` when there is none.
class ErrorException : public std::runtime_error {
public:
    explicit ErrorException(Error error);
    [[nodiscard]] Error const& error() const noexcept { return error_; }

private:
    Error error_;
};

[[noreturn]] void throw_exception_from_error(Error const& error, boost::source_location const& where);

/// A value or an Error. `.value()` throws ErrorException when there is no value, so that a
/// throwing style is one call away; everything else in Keelson returns failures.
template <class T = void>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
public:
    using Base = boost::system::result<T, Error>;
    using Base::Base;
};

/// The error, or the word "value": values themselves need not be printable.
std::ostream& print_outcome(std::ostream& out, Error const* error);
template <class T>
std::ostream& operator<<(std::ostream& out, Result<T> const& result) {
    if (result.has_value()) return print_outcome(out, nullptr);
    auto const error = result.error();
    return print_outcome(out, &error);
}

}  // namespace keelson

#endif
