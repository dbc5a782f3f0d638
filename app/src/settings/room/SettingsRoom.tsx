import Box from "@mui/material/Box";
import { Outlet, useLocation } from "react-router";
import { paths } from "../../shell/paths.ts";
import { useTwoPanes } from "./Flat.tsx";
import { SectionsPane } from "./SectionsPane.tsx";

/** A page of settings; on wide screens with the list of sections beside it. */
export const SettingsRoom = () => {
  const { pathname } = useLocation();
  const twoPanes = useTwoPanes() && pathname !== paths.settings;
  return (
    <Box sx={{ display: "flex", flex: "1 0 auto", minWidth: 0 }}>
      {twoPanes && <SectionsPane />}
      <Box sx={{ flex: "1 1 0", minWidth: 0, display: "flex", flexDirection: "column" }}>
        <Outlet />
      </Box>
    </Box>
  );
};
