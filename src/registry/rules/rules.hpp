#ifndef KEELSON_SRC_REGISTRY_RULES_RULES_HPP
#define KEELSON_SRC_REGISTRY_RULES_RULES_HPP

#include <keelson/core/error.hpp>

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// What is wrong with an object, collected: field paths and wording as Kubernetes has them. Saying the
/// same twice counts once, so checks may overlap.
class FieldErrors {
public:
    /// "Required value", or "Required value: detail".
    void required(std::string field, std::string_view detail = {});
    /// "Invalid value: 0: must be greater than zero". `value_json` is the value as it is printed, see `quoted`;
    /// empty leaves it out.
    void invalid(std::string field, std::string_view value_json, std::string_view detail);
    /// `Unsupported value: "X": supported values: "A", "B"`.
    void not_supported(std::string field, std::string_view value, std::vector<std::string_view> const& allowed);
    /// The same for a value that is no string.
    void not_supported_json(std::string field, std::string_view value_json,
                            std::vector<std::string_view> const& allowed);
    /// `Not found: "x"`: a reference to something that is not there.
    void not_found(std::string field, std::string_view value_json);
    /// `Duplicate value: "x"`.
    void duplicate(std::string field, std::string_view value_json);
    /// "Forbidden: detail".
    void forbidden(std::string field, std::string_view detail);
    /// "Too long: may not be more than 5 bytes".
    void too_long(std::string field, std::size_t limit_bytes);
    /// "Too many: 5: must have at most 3 items".
    void too_many(std::string field, std::size_t count, std::size_t limit);

    [[nodiscard]] bool empty() const noexcept { return causes_.empty(); }
    [[nodiscard]] std::vector<Cause> const& causes() const noexcept { return causes_; }

    /// `Deployment.apps "web" is invalid: spec.x: Required value`, or for several
    /// `... is invalid: [a: ..., b: ...]`. `kind_and_group` is "Deployment.apps", or "Pod" in the core group.
    [[nodiscard]] Error error(std::string_view kind_and_group, std::string_view name) const;

    /// A string as messages print it: in quotes, with escapes.
    static std::string quoted(std::string_view text);

private:
    void add(std::string_view reason, std::string field, std::string message);
    std::vector<Cause> causes_;
};

/// What names of a kind must look like.
enum class NameRule : std::uint8_t {
    subdomain,       ///< RFC 1123 subdomain: most kinds
    label,           ///< RFC 1123 label: namespaces
    dns_1035_label,  ///< RFC 1035 label: Services
    path_segment,    ///< anything but ".", ".." and names with "/" or "%": Events
};

/// A subresource through which one part of an object is written: "resize" of a Pod.
struct PartRules {
    std::string_view name;
    /// Makes of what is asked for the object as it was, but for that part. Before defaults.
    void (*prepare)(boost::json::object& object, boost::json::object const& old) = nullptr;
    /// In place of `validate_update`.
    void (*validate)(boost::json::object const& object, boost::json::object const& old, FieldErrors& errors) = nullptr;
};

/// What one kind defaults, validates and protects beyond what its Schema says. Every hook may be null.
/// Hooks work on the JSON tree of the whole object and never fail: what is wrong goes into FieldErrors,
/// and a value of the wrong type, which the Schema has reported already, reads as absent.
///
/// The order of a create: before_defaults, the Schema's defaults, after_defaults, name and uid are given,
/// prepare_create, validate_metadata, validate, validate_create. Of an update: before_defaults, the Schema's defaults,
/// after_defaults, prepare_update, validate_metadata, validate_metadata_update, validate, validate_update.
/// Of a status update: the Schema's defaults of the status, prepare_status, validate_status.
struct KindRules {
    NameRule name = NameRule::subdomain;
    /// Status given on create is kept. Elsewhere it is dropped before prepare_create.
    bool status_on_create = false;
    /// Metadata.generation counts changes of the spec. Null: the kind has none. Else a new object has 1, and
    /// an update for which this is true one more. (A graceful deletion counts one more, too.)
    bool (*generation_changes)(boost::json::object const& object, boost::json::object const& old) = nullptr;

    void (*before_defaults)(boost::json::object& object) = nullptr;
    void (*after_defaults)(boost::json::object& object) = nullptr;
    /// What only the creation of an object sets: first status, labels made from its uid, admission's
    /// additions. The name is known, generated ones too.
    void (*prepare_create)(boost::json::object& object, std::string_view uid) = nullptr;
    /// Takes from the old object what an update may leave out (a Service's addresses).
    void (*prepare_update)(boost::json::object& object, boost::json::object const& old) = nullptr;
    /// Takes from the old status what a new one may leave out. `old` has the old status and nothing else; of
    /// `object` only the status may be changed.
    void (*prepare_status)(boost::json::object& object, boost::json::object const& old) = nullptr;

    /// Of creates only.
    void (*validate_create)(boost::json::object const& object, FieldErrors& errors) = nullptr;
    /// Of every create and update. Metadata has been validated by validate_metadata.
    void (*validate)(boost::json::object const& object, FieldErrors& errors) = nullptr;
    /// What must not change, of updates of the object itself.
    void (*validate_update)(boost::json::object const& object, boost::json::object const& old,
                            FieldErrors& errors) = nullptr;
    /// What prepare_status and validate_status may look at beside the status: no more is read for them.
    enum class Beside : std::uint8_t { everything, spec, nothing };
    Beside beside_status = Beside::everything;
    /// A status that a node of this engine writes is taken as it is. It was made of the stored one by rules that are
    /// stricter, and there is no more frequent write.
    bool trusts_nodes = false;
    /// Null: none. Ends with one without a name.
    PartRules const* parts = nullptr;
    /// Of updates of the status; the rest of `object` is as it was. `old` has the old status and nothing else.
    void (*validate_status)(boost::json::object const& object, boost::json::object const& old,
                            FieldErrors& errors) = nullptr;
};

/// By resource: "pods", "deployments.apps". A kind without rules of its own has the empty ones.
KindRules const& rules_of(std::string_view resource);

/// Name, generateName, namespace, labels, annotations, ownerReferences and finalizers of `metadata`, under
/// the path "metadata". A missing name is an error. Finalizers of Kubernetes' own kinds have a prefix or are ones that
/// it knows; those of custom resources, and of their definitions, may be any qualified name (`free_finalizers`).
void validate_metadata(boost::json::object const& metadata, bool namespaced, NameRule rule, FieldErrors& errors,
                       bool free_finalizers = false);

/// What an update must not change in the metadata: name, namespace, uid, creation and deletion times; and
/// no finalizer comes to an object that is being deleted. A field that is absent from `metadata` counts
/// as changed: fill in name, namespace and uid before.
void validate_metadata_update(boost::json::object const& metadata, boost::json::object const& old, FieldErrors& errors);

}  // namespace keelson

#endif
