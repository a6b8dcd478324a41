# What `cmake --install` lays out: lib/, include/, bin/keelson, libexec/keelson/keelson-supervisor and a CMake package.
set(keelson_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/keelson)
set(keelson_libexec_dir ${CMAKE_INSTALL_LIBEXECDIR}/keelson)

install(TARGETS keelson keelson-testing EXPORT keelson-targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# Exported, so that a host that lives elsewhere can say where it is: ProcessOptions::supervisor, $<TARGET_FILE:keelson::supervisor>.
set_target_properties(keelson-supervisor PROPERTIES EXPORT_NAME supervisor)
install(TARGETS keelson-supervisor EXPORT keelson-targets RUNTIME DESTINATION ${keelson_libexec_dir})
if(TARGET keelson-cli)
    install(TARGETS keelson-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(EXPORT keelson-targets NAMESPACE keelson:: DESTINATION ${keelson_package_dir} FILE keelsonTargets.cmake)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/keelsonConfig.cmake.in
    ${PROJECT_BINARY_DIR}/keelsonConfig.cmake INSTALL_DESTINATION ${keelson_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/keelsonConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/keelsonConfig.cmake ${PROJECT_BINARY_DIR}/keelsonConfigVersion.cmake
    DESTINATION ${keelson_package_dir})
