#ifndef KEELSON_SRC_REGISTRY_TREE_HPP
#define KEELSON_SRC_REGISTRY_TREE_HPP

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace keelson {

/// An ordered set whose copies cost one pointer: a B+ tree that shares what two versions have in
/// common. A change copies the path to its leaf, or nothing where no other version holds it.
///
/// `Order` compares two items, and an item with whatever probes it knows, as three-way `int`.
/// Threading: one writer; versions that were copied off it may be read on any thread.
template <class T, class Order>
class Tree {
    static constexpr std::size_t node_max = 32;
    static constexpr std::size_t node_min = 10;
    struct Node;
    using NodeRef = std::shared_ptr<Node>;
    struct Node {
        std::vector<T> items;           // of an inner node: the first item below each child
        std::vector<NodeRef> children;  // of a leaf: none
    };

public:
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The item equal to the probe, or null. It lives as long as this version.
    template <class Probe>
    [[nodiscard]] T const* find(Probe const& probe) const {
        auto const* node = root_.get();
        while (node) {
            auto const at = lower(*node, probe);
            if (node->children.empty())
                return at < node->items.size() && Order{}(node->items[at], probe) == 0 ? &node->items[at] : nullptr;
            bool const exact = at < node->items.size() && Order{}(node->items[at], probe) == 0;
            if (!exact && at == 0) return nullptr;
            node = node->children[exact ? at : at - 1].get();
        }
        return nullptr;
    }

    /// Visits items from the first that is not before the probe, in order, while `visit` returns true.
    template <class Probe, class Visit>
    void from(Probe const& probe, Visit const& visit) const {
        if (root_) walk(*root_, probe, visit, true);
    }

    /// Adds an item or replaces its equal.
    void put(T item) {
        if (!root_) root_ = std::make_shared<Node>();
        NodeRef split;
        insert(root_, std::move(item), split);
        if (!split) return;
        auto top = std::make_shared<Node>();
        top->items = {root_->items.front(), split->items.front()};
        top->children = {std::move(root_), std::move(split)};
        root_ = std::move(top);
    }

    /// Takes out the item equal to the probe; false when there is none.
    template <class Probe>
    bool erase(Probe const& probe) {
        if (!find(probe)) return false;
        remove(root_, probe);
        --size_;
        while (root_ && root_->children.size() == 1) root_ = NodeRef(root_->children.front());
        if (root_ && root_->items.empty()) root_.reset();
        return true;
    }

private:
    template <class Probe>
    static std::size_t lower(Node const& node, Probe const& probe) {
        std::size_t low = 0, high = node.items.size();
        while (low < high) {
            auto const middle = (low + high) / 2;
            if (Order{}(node.items[middle], probe) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Makes the node ours alone. That nobody else holds it cannot change behind our back: new holders
    /// copy a root, and only the writer has this one.
    static void own(NodeRef& node) {
        if (node.use_count() == 1) {
            std::atomic_thread_fence(std::memory_order_acquire);
        } else {
            node = std::make_shared<Node>(*node);
        }
    }

    template <class Probe, class Visit>
    static bool walk(Node const& node, Probe const& probe, Visit const& visit, bool bounded) {
        auto at = bounded ? lower(node, probe) : 0;
        if (node.children.empty()) {
            for (; at < node.items.size(); ++at) {
                if (!visit(node.items[at])) return false;
            }
            return true;
        }
        if (at > 0) --at;  // what is not before the probe may begin within the child to the left
        for (bool first = true; at < node.children.size(); ++at, first = false) {
            if (!walk(*node.children[at], probe, visit, bounded && first)) return false;
        }
        return true;
    }

    void insert(NodeRef& node, T item, NodeRef& split) {
        own(node);
        auto at = lower(*node, item);
        bool const exact = at < node->items.size() && Order{}(node->items[at], item) == 0;
        if (node->children.empty()) {
            if (exact) {
                node->items[at] = std::move(item);
                return;
            }
            node->items.insert(node->items.begin() + static_cast<std::ptrdiff_t>(at), std::move(item));
            ++size_;
        } else {
            if (!exact && at > 0) --at;
            NodeRef half;
            insert(node->children[at], std::move(item), half);
            node->items[at] = node->children[at]->items.front();
            if (half) {
                auto const next = static_cast<std::ptrdiff_t>(at) + 1;
                node->items.insert(node->items.begin() + next, half->items.front());
                node->children.insert(node->children.begin() + next, std::move(half));
            }
        }
        if (node->items.size() > node_max) split = halve(*node);
    }

    static NodeRef halve(Node& node) {
        // Keys often come in order: the left half stays fuller so that such a tree is not half empty.
        auto const keep = static_cast<std::ptrdiff_t>(node.items.size() * 2 / 3);
        auto right = std::make_shared<Node>();
        right->items.assign(std::make_move_iterator(node.items.begin() + keep),
                            std::make_move_iterator(node.items.end()));
        node.items.resize(static_cast<std::size_t>(keep));
        if (!node.children.empty()) {
            right->children.assign(std::make_move_iterator(node.children.begin() + keep),
                                   std::make_move_iterator(node.children.end()));
            node.children.resize(static_cast<std::size_t>(keep));
        }
        return right;
    }

    template <class Probe>
    void remove(NodeRef& node, Probe const& probe) {
        own(node);
        auto at = lower(*node, probe);
        if (node->children.empty()) {
            node->items.erase(node->items.begin() + static_cast<std::ptrdiff_t>(at));
            return;
        }
        bool const exact = at < node->items.size() && Order{}(node->items[at], probe) == 0;
        if (!exact) --at;
        remove(node->children[at], probe);
        if (node->children[at]->items.empty()) {
            drop(*node, at);
            return;
        }
        node->items[at] = node->children[at]->items.front();
        if (node->children[at]->items.size() < node_min && node->children.size() > 1) join(*node, at == 0 ? 0 : at - 1);
    }

    static void drop(Node& node, std::size_t at) {
        node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(at));
        node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(at));
    }

    /// Puts a child and its right neighbour together if they fit into one node.
    static void join(Node& node, std::size_t at) {
        if (node.children[at]->items.size() + node.children[at + 1]->items.size() > node_max) return;
        own(node.children[at]);
        auto& left = *node.children[at];
        auto const& right = *node.children[at + 1];
        left.items.insert(left.items.end(), right.items.begin(), right.items.end());
        left.children.insert(left.children.end(), right.children.begin(), right.children.end());
        drop(node, at + 1);
    }

    NodeRef root_;
    std::size_t size_ = 0;
};

}  // namespace keelson

#endif
